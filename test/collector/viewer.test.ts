// What the page is reported: its files, its questions, and what changes.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { isPageFolder, startCollector, type Collector, type LogEntry } from '../../collector';
import { detailOf } from '../../collector/viewer/detail';
import type { WireChange, WireDetail, WireList, WireLog, WireTrace } from '../../collector/viewer/wire';
import { temporaryFolder } from '../support/folder';
import { within } from '../support/deadline';
import { sketch } from './spans';

const PAGE = {
  'index.html': '<!doctype html>',
  'page.js': '//',
  'page.css': '',
  'icon.svg': '<svg/>',
  'secret.txt': 'secret',
};
const ID = '5b8efff798038103d269b633813fc60c';
const log = (body: unknown, fields: Partial<LogEntry> = {}): LogEntry => ({
  timeNs: 1_700_000_000_001_000_000n,
  severityText: '',
  severityNumber: 9,
  body,
  attributes: {},
  flags: 0,
  resource: { 'service.name': 'shop' },
  scope: { name: '' },
  ...fields,
});

async function open(
  t: TestContext,
): Promise<{ collector: Collector; get(path: string, headers?: Record<string, string>): Promise<Response> }> {
  const collector = await startCollector({ pageFolder: temporaryFolder(PAGE) });
  t.after(() => collector.close());
  return { collector, get: (path, headers) => fetch(new URL(path, collector.pageUrl), { headers }) };
}

test("the page's files, and no others, under a policy that lets in nothing else", async (t) => {
  const { collector, get } = await open(t);
  assert.equal(collector.pageUrl, `http://127.0.0.1:${collector.httpPort}/`);
  for (const [path, type] of [
    ['/', 'text/html'],
    ['/page.js', 'text/javascript'],
    ['/page.css', 'text/css'],
    ['/icon.svg', 'image/svg+xml'],
    ['/api/metrics', 'application/json'],
  ] as const) {
    const response = await get(path);
    assert.equal(response.status, 200, path);
    assert.ok(response.headers.get('content-type')!.startsWith(type));
    assert.match(
      response.headers.get('content-security-policy')!,
      /default-src 'none'; script-src 'self'; style-src 'self';.*frame-ancestors 'none'.*require-trusted-types-for 'script'/,
    );
    assert.doesNotMatch(response.headers.get('content-security-policy')!, /unsafe|\*|https?:/);
    assert.deepEqual(
      [
        response.headers.get('x-content-type-options'),
        response.headers.get('cross-origin-resource-policy'),
        response.headers.get('access-control-allow-origin'),
      ],
      ['nosniff', 'same-origin', null],
    );
  }
  for (const path of [
    '/secret.txt',
    '/index.html',
    '/..%2fsecret.txt',
    '/constructor',
    '/api',
    '/api/traces/../metrics/x',
    `/api/traces/${ID.toUpperCase()}`,
  ])
    assert.equal((await get(path)).status, 404, path);
  const etag = (await get('/')).headers.get('etag')!;
  assert.equal((await get('/', { 'if-none-match': etag })).status, 304);
  assert.equal((await get(`/api/traces/${ID}`)).status, 404);
});

test('without a page there is none', async (t) => {
  const collector = await startCollector();
  t.after(() => collector.close());
  assert.equal(collector.pageUrl, undefined);
  assert.equal((await fetch(`http://127.0.0.1:${collector.httpPort}/api/metrics`)).status, 404);
});

test('a trace with its log lines, and the same as a file for `firstlight view`', async (t) => {
  const { collector, get } = await open(t);
  const span = {
    ...sketch({
      id: 'eee19b7ec3c1b174',
      name: 'GET /x',
      kind: 'SERVER',
      attributes: { big: 2n ** 60n, bytes: Buffer.from('x'), '</script>': '<img src=x onerror=alert(1)>' },
    }),
    traceId: ID,
  };
  collector.store.add('traces', [span]);
  collector.store.add('logs', [
    log('late', { traceId: ID, timeNs: 1_700_000_000_009_000_000n }),
    log('other'),
    log({ a: 1n }, { traceId: ID, spanId: span.spanId }),
  ]);
  const detail = (await (await get(`/api/traces/${ID}`)).json()) as WireDetail;
  assert.deepEqual(
    detail.spans.map(({ name, attributes }) => [name, attributes]),
    [['GET /x', { big: '1152921504606846976', bytes: 'eA==', '</script>': '<img src=x onerror=alert(1)>' }]],
  );
  assert.deepEqual(
    detail.logs.map(({ body, spanId }) => [body, spanId]),
    [
      ['{"a":"1"}', span.spanId],
      ['late', undefined],
    ],
  );
  const file = await get(`/api/traces/${ID}.jsonl`);
  assert.match(file.headers.get('content-disposition')!, new RegExp(`^attachment; filename="trace-${ID}.jsonl"$`));
  assert.deepEqual(
    (await file.text())
      .trimEnd()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line) as object)),
    [['resourceSpans'], ['resourceLogs']],
  );
});

/** Reads server-sent events until one satisfies. */
async function follow(
  t: TestContext,
  collector: Collector,
): Promise<{
  until(
    what: string,
    predicate: (events: { event: string; data: WireChange }[]) => boolean,
  ): Promise<{ event: string; data: WireChange }[]>;
  response: http.IncomingMessage;
}> {
  const request = http.get({ host: '127.0.0.1', port: collector.httpPort, path: '/api/events', agent: false });
  t.after(() => request.destroy());
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  let look = (): void => {};
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    look();
  });
  return {
    response,
    until: (what, predicate) =>
      within(
        new Promise((resolve) => {
          look = () => {
            const events = text
              .split('\n\n')
              .slice(0, -1)
              .map((each) => ({
                event: /^event: (.*)$/m.exec(each)![1]!,
                data: JSON.parse(/^data: (.*)$/m.exec(each)![1]!) as WireChange,
              }));
            if (predicate(events)) resolve(events);
          };
          look();
        }),
        what,
        () => text.slice(0, 2000),
      ),
  };
}

test('a page hears that something came or went, and asks for it', async (t) => {
  const { collector, get } = await open(t);
  const [first, second] = [ID, ID.replace('5', '6')].map((traceId) => ({
    ...sketch({ id: 'eee19b7ec3c1b174', name: '<b>' }),
    traceId,
  })) as [ReturnType<typeof sketch>, ReturnType<typeof sketch>];
  collector.store.add('traces', [first]);
  collector.store.add('logs', [log('old')]);
  const page = await follow(t, collector);
  const start = await page.until('the start', (events) => events.length >= 2);
  assert.deepEqual(
    start.map(({ event }) => event),
    ['hello', 'change'],
  );
  assert.deepEqual(start[1]!.data.next, { trace: 1, log: 1 });
  assert.deepEqual(start[1]!.data.counts.logs, { held: 1, leftOut: 0, sinceMs: 1_700_000_000_001 });
  collector.store.add('traces', [second]);
  collector.store.add('logs', [log('new')]);
  const more = await page.until('the change', (events) => events.length >= 3);
  assert.deepEqual(more[2]!.data.traces, [second.traceId]);
  const lines = (await (await get('/api/logs')).json()) as WireList<WireLog>;
  assert.deepEqual(
    lines.items.map(({ body, seq }) => [body, seq]),
    [
      ['old', 0],
      ['new', 1],
    ],
  );
  const list = async (query: string): Promise<string[]> =>
    ((await (await get(`/api/traces?${query}`)).json()) as WireList<WireTrace>).items.map(({ id }) => id);
  assert.deepEqual((await list('')).sort(), [ID, second.traceId]);
  assert.deepEqual(await list('before=1'), [ID]);
  collector.store.clear();
  const end = await page.until('the end', (events) => events.length >= 4);
  assert.equal(end.at(-1)!.data.counts.spans.held, 0);
  assert.deepEqual(await list(''), []);
});

test('a part of a list stays where its record is, and a bad query is a sentence', async (t) => {
  const { collector, get } = await open(t);
  collector.store.add(
    'logs',
    Array.from({ length: 500 }, (_, at) => log(`line ${at}`, { timeNs: BigInt(at) })),
  );
  const part = async (query: string): Promise<WireList<WireLog>> =>
    (await (await get(`/api/logs?limit=10&${query}`)).json()) as WireList<WireLog>;
  const place = async (query: string): Promise<unknown[]> => {
    const { first, total, items } = await part(query);
    return [first, total, items[0]?.body];
  };
  assert.deepEqual(await place('first=100'), [100, 500, 'line 100']);
  assert.deepEqual(await place('first=-10'), [490, 500, 'line 490']);
  assert.deepEqual(await place('first=0&anchor=200&offset=-3'), [197, 500, 'line 197']);
  assert.deepEqual(await place('first=7&anchor=9999'), [7, 500, 'line 7']);
  assert.deepEqual(await place('q=%22line+49%22'), [0, 11, 'line 49']);
  const bad = await get('/api/logs?q=duration%3Eslow');
  assert.deepEqual(
    [bad.status, ((await bad.json()) as { message: string }).message],
    [400, 'duration: expected a number or a duration such as 250ms or 1.5s, received "slow"'],
  );
});

test(
  'a page that does not read costs a bounded amount, and hears how it is when it does',
  { timeout: 60_000 },
  async (t) => {
    const { collector } = await open(t);
    const page = await follow(t, collector);
    await page.until('the start', (events) => events.length >= 2);
    page.response.pause();
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 30; round++) {
      collector.store.add(
        'logs',
        Array.from({ length: 5000 }, (_, at) => log(`${round} ${at} ${'x'.repeat(400)}`)),
      );
      // Until the feed has told it, or refused to.
      await new Promise((resolve) => setTimeout(resolve, 210));
    }
    const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
    assert.ok(grown < 400, `grew by ${grown.toFixed(0)} MB`);
    page.response.resume();
    await page.until('the last change', (events) => events.at(-1)?.data.next?.log === 150_000);
  },
);

test('5,000 spans deep: the detail is made without recursion', () => {
  const spans = Array.from({ length: 5000 }, (_, at) =>
    sketch({ id: `s${at}`, ...(at > 0 && { parent: `s${at - 1}` }), from: at, to: 10_000 - at }),
  );
  assert.equal(detailOf(spans, []).spans.at(-1)!.depth, 4999);
});

test('the built page is where the command line looks for it', () => {
  assert.equal(isPageFolder(temporaryFolder(PAGE)), true);
  assert.equal(isPageFolder(join(__dirname)), false);
});
