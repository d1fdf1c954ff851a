import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEADLINE_MS, explain, onEachRuntime, runApp } from '../support';

const cases: [library: string, flags: string][] = [
  ['croner', ''],
  ['croner', 'require'],
  ['node-cron', ''],
  ['node-cron', 'main'],
  ['node-cron', 'require'],
  ['node-cron', 'other'],
  ['node-cron', 'other,require'],
  ['node-schedule', ''],
  ['node-schedule', 'main'],
  ['node-schedule', 'require'],
];

onEachRuntime(({ binary }) => {
  for (const [library, flags] of cases) {
    test(
      `${library}${flags && ` (${flags})`}: each run has a trace of its own, linked to the request that ` +
        `scheduled it, and logs for it`,
      async () => {
        const ids = ['a', 'b', 'outside'];
        const result = await runApp({
          fixture: 'propagation/schedules.mjs',
          args: [library, flags],
          node: binary,
          requests: async ({ url }) => {
            await Promise.all(
              ids.map(async (id) =>
                (
                  await fetch(`${url}/${id}`, {
                    headers: { 'x-request-id': `r-${id}` },
                    signal: AbortSignal.timeout(DEADLINE_MS),
                  })
                ).text(),
              ),
            );
          },
        });
        explain(result, ({ out, spans }) => {
          for (const id of ids) {
            const lines = out.filter(({ message }) => message === `begins ${id}` || message === `done ${id}`);
            assert.equal(lines.length, 4, id);
            const started = out.find(
              ({ message, request_id }) => message === 'request started' && request_id === `r-${id}`,
            );
            assert.deepEqual(
              lines.map(({ request_id }) => request_id),
              Array(4).fill(id === 'outside' ? undefined : `r-${id}`),
              id,
            );
            const runs = [...new Set(lines.map(({ trace_id }) => trace_id))];
            assert.equal(runs.length, 2, 'each run has a trace of its own');
            for (const run of runs) {
              const span = spans.find(({ traceId }) => traceId === run);
              assert.equal(span?.parentSpanId, undefined);
              assert.deepEqual(
                span?.links.map(({ spanId }) => spanId),
                id === 'outside' ? [] : [started?.span_id],
                `${id} is linked`,
              );
            }
          }
        });
      },
    );
  }
});
