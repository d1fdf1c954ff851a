import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, fixtures, onEachRuntime, onlySpan, runApp, type RunResult } from '../support';

const sdk = join(fixtures, 'neighbours', 'sdk.cjs');
const codes = ({ err, out }: RunResult) => [...out, ...err].flatMap(({ code }) => (code ? [code] : []));

onEachRuntime(({ binary, major }) => {
  // What is left out is left out of CommonJS files in either case.
  for (const app of major === 22 || major === 24 ? ['app.mjs'] : ['app.cjs', 'app.mjs']) {
    test(
      `${app} starts an OpenTelemetry SDK of its own: one line, firstlight's spans once each, none of the ` + `other's`,
      async () => {
        const result = await runApp({ fixture: `neighbours/${app}`, args: [sdk], node: binary });
        explain(result, ({ code, stdout, spans, out }) => {
          assert.equal(code, 0);
          assert.match(stdout, /^answer: hello world$/m);
          assert.match(stdout, /^spans of the app's SDK: 0$/m);
          const server = onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span');
          assert.equal(server.name, 'GET /greet/:name');
          assert.equal(server.parentSpanId, onlySpan(spans, ({ kind }) => kind === 'CLIENT', 'client span').spanId);
          assert.equal(out.find(({ message }) => message === 'greeting')?.span_id, server.spanId);
          assert.equal(out.filter(({ message }) => message === 'request completed').length, 1);
          assert.deepEqual(codes(result), ['FL_STARTED', 'FL_SECOND_SDK']);
        });
      },
    );
  }
});

test('an SDK that was first keeps traces and metrics: one line, request lines with its trace, nothing sent', async () => {
  const result = await runApp({ fixture: 'neighbours/app.cjs', nodeArgs: ['--require', sdk] });
  explain(result, ({ code, stdout, spans, logs, metrics, out, err }) => {
    assert.equal(code, 0);
    const [, count] = /^spans of the app's SDK: (\d+)$/m.exec(stdout) ?? [];
    assert.ok(Number(count) >= 2, `${count} spans`);
    assert.deepEqual([spans.length, logs.length, metrics.length], [0, 0, 0]);
    assert.deepEqual(codes(result), ['FL_SECOND_SDK']);
    assert.match(
      err[0]!.message as string,
      /a second OpenTelemetry SDK is in this process: the other one was first and keeps traces/,
    );
    assert.match(out.find(({ message }) => message === 'greeting')!.trace_id as string, /^[\da-f]{32}$/);
    assert.equal(out.filter(({ message }) => message === 'request completed').length, 1);
  });
});

test('an instrumentation that firstlight is configured to leave alone is the app’s', async () => {
  const result = await runApp({
    fixture: 'neighbours/app.cjs',
    args: [sdk],
    env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'undici' },
  });
  explain(result, ({ spans }) => {
    onlySpan(spans, ({ kind }) => kind === 'CLIENT', 'client span');
    onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span');
  });
});
