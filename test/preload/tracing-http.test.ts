import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, listSpans, onEachRuntime, onlySpan, runApp } from '../support';

const apps = ['server.cjs', 'server.mjs'];
const incoming = {
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  'x-request-id': 'from-outside.1',
};

onEachRuntime(
  ({ binary }) => {
    for (const app of apps) {
      test(
        `${app}: a request that asks another server is one trace, and every line says which request it ` + `belongs to`,
        async () => {
          let echoed: string | null = null;
          const result = await runApp({
            fixture: `preload/${app}`,
            node: binary,
            requests: async ({ url }) => {
              const response = await fetch(`${url}/out?secret=1`, { headers: incoming });
              await response.text();
              echoed = response.headers.get('x-request-id');
            },
          });
          explain(result, ({ out, spans, logs, metrics, stdout, stderr }) => {
            const outer = onlySpan(
              spans,
              (span) => span.kind === 'SERVER' && span.parentSpanId === 'b7ad6b7169203331',
              'outer server span',
            );
            const client = onlySpan(spans, ({ kind }) => kind === 'CLIENT', 'client span');
            const inner = onlySpan(spans, (span) => span.kind === 'SERVER' && span !== outer, 'inner server span');
            assert.equal(spans.length, 3, listSpans(spans));
            assert.equal(outer.traceId, '0af7651916cd43dd8448eb211c80319c');
            assert.equal(client.parentSpanId, outer.spanId);
            assert.equal(inner.parentSpanId, client.spanId);

            assert.equal(echoed, 'from-outside.1');
            assert.equal(
              JSON.stringify([...(outer.attributes ? Object.values(outer.attributes) : [])]).includes('from-outside.1'),
              true,
              'the request ID is on the server span',
            );
            const handling = out.find(({ message }) => String(message).startsWith('handling'));
            const completed = out.filter(({ message }) => message === 'request completed');
            assert.equal(handling?.trace_id, inner.traceId);
            assert.equal(handling?.span_id, inner.spanId);
            assert.deepEqual(
              completed.map(({ path }) => path),
              ['/inner', '/out'],
            );
            assert.equal(handling?.request_id, completed[0]?.request_id);
            assert.equal(completed[1]?.request_id, 'from-outside.1');
            assert.notEqual(completed[0]?.request_id, 'from-outside.1');
            assert.equal(out.filter(({ message }) => message === 'request started').length, 2);
            assert.ok(!`${stdout}${stderr}`.includes('secret'), 'no query string in any line');

            for (const line of out) {
              const records = logs.filter(
                ({ body, spanId, traceId }) =>
                  body === line.message && spanId === line.span_id && traceId === line.trace_id,
              );
              const twins = out.filter(({ message, span_id: id }) => message === line.message && id === line.span_id);
              assert.equal(records.length, twins.length, `log records of '${line.message}'`);
            }

            const names = new Set(metrics.map(({ name }) => name));
            for (const pattern of [
              /^http\.server\.(request\.)?duration$/,
              /^http\.client\.(request\.)?duration$/,
              /^(nodejs|v8js)\./,
            ]) {
              assert.ok(
                [...names].some((name) => pattern.test(name)),
                `a metric like ${pattern} among ${[...names].join(', ')}`,
              );
            }
          });
        },
      );
    }
  },
  { every: true },
);

test('a request that a server hands on to another has one span, which ends, and each of its lines once', async () => {
  const result = await runApp({
    fixture: 'preload/handed-on.cjs',
    requests: async ({ url }) => void (await (await fetch(url)).text()),
  });
  explain(result, ({ out, spans }) => {
    const { spanId } = onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span');
    const lines = out.filter(({ request_id: id }) => id !== undefined);
    assert.deepEqual(
      lines.map(({ message, span_id: id }) => [message, id]),
      [
        ['request started', spanId],
        ['handling', spanId],
        ['request completed', spanId],
      ],
    );
  });
});
