import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blackHole, explain, onEachRuntime, refusingEndpoint, runApp } from '../support';

const DELIVERED = { traces: 'a span', logs: 'a record', metrics: 'a_metric' } as const;

onEachRuntime(({ binary }) => {
  for (const thread of ['main', 'worker'])
    for (const signal of ['traces', 'logs', 'metrics'] as const)
      test(`forceFlush of ${signal} in a ${thread} thread resolves when it has arrived: SIGKILL then loses nothing`, async () => {
        const result = await runApp({ fixture: 'preload/force-flush.cjs', node: binary, args: [signal, thread] });
        explain(result, ({ spans, logs, metrics }) => {
          assert.equal(result.signal, 'SIGKILL');
          const names = {
            traces: [...spans].map(({ name }) => name),
            logs: [...logs].map(({ body }) => body),
            metrics: [...metrics].map(({ name }) => name),
          };
          assert.ok(names[signal].includes(DELIVERED[signal]), JSON.stringify(names));
        });
      });

  const AWAY = [
    ['that refuses', refusingEndpoint, '60000'],
    ['that stays silent', blackHole, '500'],
  ] as const;
  for (const [what, endpoint, timeoutMs] of AWAY)
    test(`with a collector ${what} it resolves nonetheless`, async () => {
      const { url } = await endpoint();
      const result = await runApp({
        fixture: 'preload/force-flush.cjs',
        node: binary,
        args: ['traces', 'main'],
        collector: false,
        env: { OTEL_EXPORTER_ENDPOINT: url, FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: timeoutMs },
      });
      explain(result, ({ signal }) => assert.equal(signal, 'SIGKILL'));
    });
});
