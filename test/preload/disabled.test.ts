import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, fixtures, onEachRuntime, openCollector, runApp } from '../support';

const cases: Record<string, string>[] = [
  { OTEL_ENABLED: 'false' },
  { OTEL_ENABLED: 'OFF' },
  { OTEL_SDK_DISABLED: 'true' },
];

onEachRuntime(({ binary }) => {
  for (const env of cases) {
    test(`${JSON.stringify(env)}: logs and request lines are whole, no socket is opened, one line says so`, async () => {
      const collector = await openCollector();
      const result = await runApp({
        fixture: 'preload/server.mjs',
        node: binary,
        collector,
        env,
        nodeArgs: ['--require', join(fixtures, 'preload', 'no-sockets.cjs')],
        requests: async ({ url }) => {
          await (await fetch(url, { headers: { 'x-request-id': 'abc' } })).text();
        },
      });
      explain(result, ({ code, signal, out, err, stdout, spans, logs, metrics }) => {
        assert.deepEqual({ code, signal }, { code: null, signal: 'SIGTERM' });
        assert.deepEqual(
          out.map(({ message, request_id: id }) => [message, id]),
          [
            ['request started', 'abc'],
            ['handling /', 'abc'],
            ['request completed', 'abc'],
          ],
        );
        assert.ok(
          out.every((line) => !('trace_id' in line)),
          'no trace IDs without traces',
        );
        assert.equal(err.filter((line) => line.code === 'FL_TELEMETRY_DISABLED').length, 1);
        assert.ok(!stdout.includes('socket opened'), 'no socket');
        assert.deepEqual([spans.length, logs.length, metrics.length], [0, 0, 0]);
      });
    });
  }
});
