import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCollector, type Collector } from '../../collector';
import { explain, onEachRuntime, refusingEndpoint, runApp } from '../support';

interface Delivery {
  made: number;
  sent: number;
  dropped: number;
  retried: number;
  waiting: number;
}

onEachRuntime(({ binary }) => {
  test(
    'more than there is room for while the collector is away: what fits arrives, the rest is counted, and ' +
      'the figures add up',
    async () => {
      const { url } = await refusingEndpoint();
      let collector: Collector | undefined;
      const result = await runApp({
        fixture: 'preload/overload.cjs',
        node: binary,
        collector: false,
        env: {
          OTEL_EXPORTER_ENDPOINT: url,
          FIRSTLIGHT_MAX_QUEUE_BYTES: '200000',
          LOG_LEVEL: 'debug',
          FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: '30000',
          OTEL_METRICS_EXPORTER: 'none',
          OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '64',
          OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '64',
          OTEL_BSP_SCHEDULE_DELAY: '50',
          OTEL_BLRP_SCHEDULE_DELAY: '50',
        },
        requests: async (app) => {
          await app.waitForLine((line) => line.includes('"FL_EXPORT_DROPPED"'));
          collector = await startCollector({ grpcPort: Number(new URL(url).port), httpPort: 0 });
          await app.waitForLine((line) => line.includes('"FL_EXPORT_RECOVERED"'));
        },
      });
      await collector!.close();
      explain(result, ({ out, err }) => {
        const { spans, logs } = collector!.store;
        const closing = [...out, ...err].filter(({ code }) => code === 'FL_DELIVERY') as unknown as {
          traces: Delivery;
          logs: Delivery;
        }[];
        assert.equal(closing.length, 1, 'one closing line');
        const delivery = closing[0]!;
        const lines = [...out, ...err].filter(({ code }) => code !== 'FL_DELIVERY');
        assert.equal(delivery.traces.made, 3_000);
        // The line about drops at the end of the last flush comes too late to be a record.
        const received = { traces: [...spans].length, logs: [...logs].length };
        for (const signal of ['traces', 'logs'] as const) {
          const { made, sent, dropped, waiting, retried }: Delivery = delivery[signal];
          assert.equal(sent + dropped + waiting, made, `${signal} add up`);
          assert.equal(sent, received[signal], `${signal}: sent is what was received`);
          assert.ok(retried > 0, `${signal} were tried while nobody was there`);
        }
        assert.ok(
          delivery.logs.made >= 3_030 && delivery.logs.made <= lines.length,
          `${delivery.logs.made} log records of ${lines.length} lines`,
        );
        assert.equal(
          [...logs].filter(({ body }) => body === 'an error line').length,
          30,
          'error lines are given up last',
        );
        const drops = err.filter(({ code }) => code === 'FL_EXPORT_DROPPED');
        assert.ok(
          drops.length >= 1 && drops.length <= 2,
          `${drops.length} lines about drops: the first, and what came until the end`,
        );
        assert.equal(
          drops.reduce((sum, { items }) => sum + (items as number), 0),
          delivery.traces.dropped + delivery.logs.dropped,
          'what the lines say adds up, too',
        );
        assert.equal(
          drops.reduce((sum, { dropped }) => sum + ((dropped as { minor_logs?: number }).minor_logs ?? 0), 0),
          delivery.logs.dropped,
        );
      });
    },
  );
});
