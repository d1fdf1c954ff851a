// Traces as people and machines read them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { buildTrace, renderTrace, traceLine, type RenderOptions } from '../../collector';
import { sketch, type SpanSketch } from './spans';

const SHOP: SpanSketch[] = [
  {
    id: 'a',
    name: 'POST /buy',
    kind: 'SERVER',
    to: 1250,
    attributes: { 'http.response.status_code': 500, 'url.path': '/buy' },
    status: { code: 'ERROR' },
  },
  { id: 'b', parent: 'a', name: 'check', from: 1, to: 3.456 },
  {
    id: 'c',
    parent: 'b',
    name: 'redis-GET',
    kind: 'CLIENT',
    from: 2,
    to: 3,
    attributes: { 'server.address': 'localhost', 'server.port': 6379, 'db.system.name': 'redis' },
  },
  {
    id: 'd',
    parent: 'a',
    name: 'GET',
    kind: 'CLIENT',
    from: 5,
    to: 1200,
    attributes: {
      'url.full': 'http://stock:8080/items?q=secret',
      'server.address': 'stock',
      'server.port': 8080,
      'http.response.status_code': 404,
      'error.type': '404',
    },
    status: { code: 'ERROR' },
  },
  {
    id: 'e',
    parent: 'd',
    name: 'GET',
    kind: 'SERVER',
    service: 'stock',
    from: 6,
    to: 900,
    attributes: { 'url.path': '/items', 'http.response.status_code': 404 },
  },
  {
    id: 'f',
    parent: 'a',
    name: 'send',
    kind: 'PRODUCER',
    from: 1210,
    to: 1211,
    attributes: { 'messaging.destination.name': 'mails' },
    status: { code: 'ERROR', message: 'broker\nis\u001b[2J away' },
  },
];

const CASES: { name: string; spans: SpanSketch[]; options?: RenderOptions; continued?: boolean; lines: string[] }[] = [
  {
    name: 'a request through two services',
    spans: SHOP,
    lines: [
      'POST /buy · trace t · 1.25 s · 6 spans · 2 services · 3 errors',
      '✖ app send: broker is [2J away',
      'POST /buy        server    app       1.25 s  500  ✖ error',
      '├─ check         internal  app      2.46 ms',
      '│  └─ redis-GET  client    app      1.00 ms  → localhost:6379',
      '├─ GET           client    app       1.20 s  404 → stock:8080/items  ✖ error',
      '│  └─ GET        server    stock  894.00 ms  404 /items',
      '└─ send          producer  app      1.00 ms  queue mails  ✖ error: broker is [2J away',
    ],
  },
  {
    name: 'one span',
    spans: [{ id: 'a', name: 'tick', to: 0.004 }],
    lines: ['tick · trace t · 0.00 ms · 1 span', 'tick  internal  app  0.00 ms'],
  },
  {
    name: 'an orphan',
    spans: [{ id: 'b', parent: 'x' }],
    lines: ['b · trace t · 10.00 ms · 1 span · incomplete: a parent has not arrived', 'b  internal  app  10.00 ms'],
  },
  {
    name: 'a continued trace',
    spans: [{ id: 'b', parent: 'x' }],
    continued: true,
    lines: ['b · trace t · 10.00 ms · 1 span · continued', 'b  internal  app  10.00 ms'],
  },
  {
    name: 'an exception without a status message',
    spans: [
      {
        id: 'a',
        status: { code: 'ERROR' },
        events: [
          {
            name: 'exception',
            timeNs: 0n,
            attributes: { 'exception.type': 'TypeError', 'exception.message': 'x is not a function' },
          },
        ],
      },
    ],
    lines: ['a · trace t · 10.00 ms · 1 span · 1 error', 'a  internal  app  10.00 ms  ✖ error: x is not a function'],
  },
  {
    name: 'a name wider than the terminal',
    spans: [{ id: 'a', name: 'n'.repeat(200) }],
    options: { columns: 60 },
    lines: [`${'n'.repeat(200)} · trace t · 10.00 ms · 1 span`, `${'n'.repeat(34)}…  internal  app  10.00 ms`],
  },
  {
    name: 'no service name',
    spans: [{ id: 'a', resource: {} }],
    lines: ['a · trace t · 10.00 ms · 1 span', 'a  internal  unknown_service  10.00 ms'],
  },
];

for (const { name, spans, options, continued, lines } of CASES) {
  test(name, () =>
    assert.deepEqual(renderTrace(buildTrace(spans.map(sketch), continued), options).split('\n'), [...lines, '']),
  );
}

test('colours change nothing but colours', () => {
  const trace = buildTrace(SHOP.map(sketch));
  const coloured = renderTrace(trace, { colour: true });
  assert.notEqual(coloured, renderTrace(trace));
  assert.equal(stripVTControlCharacters(coloured), renderTrace(trace));
});

test('a trace of any depth and width is rendered, one line a span', () => {
  const chain = Array.from({ length: 20_000 }, (_, index) =>
    sketch({ id: String(index), ...(index > 0 && { parent: String(index - 1) }) }),
  );
  const star = Array.from({ length: 130_000 }, (_, index) => sketch({ id: `s${index}`, parent: '0', from: 1 }));
  assert.equal(renderTrace(buildTrace([...chain, ...star])).split('\n').length, 150_002);
});

test('JSON: one line, from top to bottom, with values that JSON lacks', () => {
  const [first, ...rest] = SHOP.map(sketch);
  const line = traceLine(
    buildTrace([
      { ...first!, attributes: { big: 2n ** 60n, bytes: Buffer.from([1, 2]), deep: [{ big: 1n }] } },
      ...rest,
    ]),
  );
  assert.ok(!line.includes('\n'));
  const { spans, ...summary } = JSON.parse(line) as { spans: Record<string, unknown>[] };
  assert.deepEqual(summary, {
    traceId: 't',
    name: 'POST /buy',
    startTime: '2023-11-14T22:13:20.000Z',
    durationMs: 1250,
    complete: true,
    continued: false,
    services: ['app', 'stock'],
    spanCount: 6,
    errorCount: 3,
  });
  assert.deepEqual(
    spans.map(({ spanId, depth }) => [spanId, depth]),
    [
      ['a', 0],
      ['b', 1],
      ['c', 2],
      ['d', 1],
      ['e', 2],
      ['f', 1],
    ],
  );
  assert.deepEqual(spans[0]!.attributes, { big: '1152921504606846976', bytes: 'AQI=', deep: [{ big: '1' }] });
  assert.deepEqual([spans[1]!.offsetMs, spans[1]!.durationMs, spans[1]!.selfMs], [1, 2.456, 1.456]);
});

test('each service has its colour in every trace, errors are red', () => {
  const painted = renderTrace(
    buildTrace(
      [
        { id: 'a', service: 'web' },
        { id: 'b', parent: 'a', service: 'orders' },
        { id: 'c', parent: 'a', service: 'web', status: { code: 'ERROR' as const } },
      ].map(sketch),
    ),
    { colour: true },
  ).split('\n');
  const colours = painted.slice(1, 4).map((line) => line.slice(2, line.indexOf('m')));
  assert.equal(colours[2], '31');
  assert.equal(new Set(colours).size, 3);
  assert.ok(
    renderTrace(buildTrace([sketch({ id: 'x', service: 'web' })]), { colour: true })
      .split('\n')[1]!
      .startsWith(`\u001b[${colours[0]}m`),
  );
});

test('a request of plain node:http is shown with its path, without its query', () => {
  const plain = sketch({
    id: 'a',
    name: 'GET',
    kind: 'SERVER',
    attributes: { 'http.request.method': 'GET', 'url.path': '/users/7', 'url.query': 'q=secret' },
  });
  assert.match(renderTrace(buildTrace([plain])), /^GET \/users\/7 · trace /);
});
