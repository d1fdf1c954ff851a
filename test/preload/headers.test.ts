// Headers that become attributes of spans, and headers of responses that name their trace.
import assert from 'node:assert/strict';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { test } from 'node:test';
import { type App, explain, onEachRuntime, startApp } from '../support';

const NAMES = 'X-Tenant,authorization,x-none';
const CAPTURE = {
  OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS: NAMES,
  OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS: 'x-out,set-cookie',
  OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS: NAMES,
  OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS: 'X-Out',
};

async function askHttp2(app: App, headers: Record<string, string> = {}): Promise<IncomingHttpHeaders> {
  const port = (await app.waitForLine((line) => line.startsWith('http2 '))).slice('http2 '.length);
  const session = connect(`http://127.0.0.1:${port}`);
  try {
    return await new Promise((resolve, reject) => {
      let answer: IncomingHttpHeaders = {};
      session.on('error', reject);
      session
        .request({ ':path': '/', ...headers })
        .on('response', (response) => (answer = response))
        .on('end', () => resolve(answer))
        .resume();
    });
  } finally {
    session.close();
  }
}

/** The attributes of headers, by the kind of their span. */
const captured = (spans: { kind: string; attributes: Record<string, unknown> }[]) =>
  spans
    .map(({ kind, attributes }) => [
      kind,
      Object.fromEntries(Object.entries(attributes).filter(([key]) => /^http\.\w+\.header\./.test(key))),
    ])
    .filter(([, attributes]) => Object.keys(attributes!).length > 0)
    .sort();

const TENANT = 'http.request.header.x-tenant';
const OUT = 'http.response.header.x-out';

/** [path, attributes of its spans] */
const cases: [string, [string, Record<string, string[]>][]][] = [
  ['/set', [['SERVER', { [OUT]: ['a', 'b'] }]]],
  ['/head', [['SERVER', { [OUT]: ['c'], 'http.response.header.set-cookie': ['[redacted]'] }]]],
  [
    '/get',
    [
      ['CLIENT', { [TENANT]: ['t1'], [OUT]: ['a, b'] }],
      ['SERVER', { [TENANT]: ['t1'], [OUT]: ['a', 'b'] }],
    ],
  ],
  [
    '/fetch',
    [
      ['CLIENT', { [TENANT]: ['t2'], 'http.request.header.authorization': ['[redacted]'], [OUT]: ['c'] }],
      [
        'SERVER',
        {
          [TENANT]: ['t2'],
          'http.request.header.authorization': ['[redacted]'],
          [OUT]: ['c'],
          'http.response.header.set-cookie': ['[redacted]'],
        },
      ],
    ],
  ],
];

onEachRuntime(({ binary: node }) => {
  for (const [path, expected] of cases) {
    test(`headers are captured: ${path}`, async () => {
      const app = await startApp({ fixture: 'preload/headers.cjs', node, env: CAPTURE });
      await (await fetch(app.url + path)).text();
      explain(await app.stop(), ({ spans }) => {
        assert.deepEqual(captured(spans), expected);
        assert.ok(!spans.some(({ attributes }) => /secret/.test(JSON.stringify(attributes))));
      });
    });
  }

  test('headers are captured: http2', async () => {
    const app = await startApp({ fixture: 'preload/headers.cjs', node, env: CAPTURE });
    await askHttp2(app, { 'x-tenant': 't3' });
    explain(await app.stop(), ({ spans }) => {
      assert.deepEqual(captured(spans), [['SERVER', { [TENANT]: ['t3'], [OUT]: ['d'] }]]);
    });
  });

  test('responses name their trace if that is asked for', async () => {
    const env = { FIRSTLIGHT_TRACE_RESPONSE: 'traceresponse,server-timing' };
    const app = await startApp({ fixture: 'preload/headers.cjs', node, env });
    const [plain, timing, own] = await Promise.all(
      ['/', '/timing', '/own'].map(async (path) => (await fetch(app.url + path)).headers),
    );
    const http2 = await askHttp2(app);
    explain(await app.stop(), ({ spans }) => {
      const known = new Map(spans.map(({ traceId, spanId }) => [`00-${traceId}-${spanId}-01`, true]));
      const named = (text: unknown): boolean => known.has(/(?:^|desc=")(00-[^"]+)"?$/.exec(String(text))?.[1] ?? '');
      assert.ok(named(plain!.get('traceresponse')), String(plain!.get('traceresponse')));
      assert.ok(named(plain!.get('server-timing')));
      assert.match(timing!.get('server-timing')!, /traceparent;desc=".*db;dur=5|db;dur=5.*traceparent/);
      assert.equal(own!.get('traceresponse'), 'mine');
      assert.ok(named(http2.traceresponse));
      assert.match(String(http2['server-timing']), /^db;dur=5, traceparent;desc="00-/);
    });
  });

  test('without being asked for, neither', async () => {
    const app = await startApp({ fixture: 'preload/headers.cjs', node });
    const { headers } = await fetch(`${app.url}/set`);
    assert.deepEqual([headers.get('traceresponse'), headers.get('server-timing')], [null, null]);
    explain(await app.stop(), ({ spans }) => assert.deepEqual(captured(spans), []));
  });
});
