import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type App, explain, onEachRuntime, runApp, type RunResult } from '../support';
import { until } from '../support/deadline';

interface Delivery {
  made: number;
  sent: number;
  dropped: number;
  retried: number;
  waiting: number;
}

const quick = {
  OTEL_BSP_SCHEDULE_DELAY: '20',
  OTEL_BLRP_SCHEDULE_DELAY: '20',
  OTEL_METRIC_EXPORT_INTERVAL: '100',
  OTEL_METRIC_EXPORT_TIMEOUT: '100',
};

onEachRuntime(({ binary }) => {
  test('the figures about telemetry are those of the collector, as metrics and in the closing line', async () => {
    let asMetrics: Record<string, number | undefined> = {};
    const result = await runApp({
      fixture: 'preload/server.cjs',
      node: binary,
      env: { ...quick, LOG_LEVEL: 'debug' },
      requests: async (app) => {
        for (let number = 0; number < 10; number += 1) assert.equal(await (await fetch(app.url)).text(), 'ok');
        const { store } = app.collector!;
        const spans = () => [...store.spans].length;
        const logs = () => [...store.logs].length;
        const names = ['otel.sdk.span.started', 'otel.sdk.processor.span.processed', 'otel.sdk.exporter.span.exported'];
        const agree = () =>
          names.every((name) => last(app, name) === spans()) &&
          last(app, 'otel.sdk.exporter.log.exported') === logs() &&
          last(app, 'otel.sdk.log.created') === logs();
        await until(
          () => spans() >= 10 && agree(),
          'the metrics agree with what was received',
          () => JSON.stringify([spans(), logs(), ...names.map((name) => [name, last(app, name)])]),
        );
        asMetrics = Object.fromEntries(
          [
            'otel.sdk.span.live',
            'otel.sdk.processor.span.queue.size',
            'otel.sdk.exporter.span.inflight',
            'firstlight.exporter.span.retried',
          ].map((name) => [name, last(app, name)]),
        );
      },
    });
    explain(result, () => {
      assert.deepEqual(Object.values(asMetrics), [0, 0, 0, 0], JSON.stringify(asMetrics));
      const exports = result.metrics
        .filter(({ name }) => name === 'otel.sdk.exporter.operation.duration')
        .at(-1)!.points;
      const ofSpans = exports.find(
        ({ attributes }) => attributes['otel.component.type'] === 'otlp_grpc_span_exporter',
      )!;
      assert.ok(
        ofSpans.count! > 0 && ofSpans.sum! > 0 && ofSpans.sum! < 60 * ofSpans.count!,
        JSON.stringify(ofSpans.sum),
      );
      assert.equal(ofSpans.attributes['rpc.response.status_code'], 'OK');
      assert.equal(ofSpans.attributes['error.type'], undefined);
      const received = {
        traces: result.spans.length,
        logs: result.logs.length,
        metrics: result.metrics.reduce((sum, { points }) => sum + points.length, 0),
      };
      for (const [signal, items] of Object.entries(received)) {
        const { made, sent, dropped, waiting, retried } = delivery(result)[signal as 'traces'];
        assert.deepEqual(
          { made, sent, dropped, waiting, retried },
          { made: items, sent: items, dropped: 0, waiting: 0, retried: 0 },
          signal,
        );
      }
    });
  });

  test('what workers make is counted with the rest', async () => {
    const result = await runApp({
      fixture: 'preload/workers-ending.cjs',
      node: binary,
      args: ['terminate'],
      env: { LOG_LEVEL: 'debug' },
    });
    explain(result, () => {
      const { traces, logs } = delivery(result);
      assert.equal(result.spans.length, 40);
      assert.deepEqual([traces.made, traces.sent], [40, 40]);
      assert.deepEqual([logs.made, logs.sent], [result.logs.length, result.logs.length]);
      const started = result.metrics.filter(({ name }) => name === 'otel.sdk.span.started').at(-1)!.points;
      assert.equal(
        started.reduce((sum, { value }) => sum + (value as number), 0),
        40,
      );
    });
  });
});

/** The last value of a metric, without those that failed. */
function last({ collector }: App, name: string): number | undefined {
  const metric = [...collector!.store.metrics].filter((each) => each.name === name).at(-1);
  return metric?.points
    .filter(({ attributes }) => attributes['error.type'] === undefined)
    .reduce((sum, { value }) => sum + (value as number), 0);
}

function delivery({ err }: RunResult): Record<'traces' | 'logs' | 'metrics', Delivery> {
  const lines = err.filter(({ code }) => code === 'FL_DELIVERY');
  assert.equal(lines.length, 1, 'one closing line');
  return lines[0] as unknown as Record<'traces', Delivery> & Record<'logs' | 'metrics', Delivery>;
}
