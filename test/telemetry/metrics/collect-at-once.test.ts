import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AggregationTemporality, MeterProvider, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { createMetricReader } from '../../../lib/telemetry/metrics/metric-reader';

function outletOf(temporality: 'cumulative' | 'delta' = 'cumulative') {
  const sent: ResourceMetrics[] = [];
  const metricReader = createMetricReader({
    encode: (metrics) => {
      sent.push(metrics);
      return new Uint8Array(1);
    },
    send: () => {},
    intervalMs: 60_000,
    timeoutMs: 1_000,
    temporality,
  });
  const provider = new MeterProvider({ readers: [metricReader.reader] });
  const points = () =>
    sent.map(({ scopeMetrics }) =>
      scopeMetrics.flatMap(({ scope, metrics }) =>
        metrics.flatMap(({ descriptor, dataPoints }) =>
          dataPoints.map(({ value }) => `${scope.name} ${descriptor.name} ${String(value)}`),
        ),
      ),
    );
  return { metricReader, meter: provider.getMeter('test'), sent, points };
}

test('what was counted is collected without a promise, each instrument with its scope', () => {
  const { metricReader, meter, points } = outletOf();
  meter.createCounter('requests').add(3, { route: '/' });
  meter.createUpDownCounter('connections').add(-1);
  metricReader.collectAtOnce();
  assert.deepEqual(points(), [['test requests 3', 'test connections -1']]);
});

test('nothing counted, nothing sent', () => {
  const { metricReader, sent } = outletOf();
  metricReader.collectAtOnce();
  assert.deepEqual(sent, []);
});

test('with delta temporality nothing is counted twice', async () => {
  const { metricReader, meter, points, sent } = outletOf('delta');
  const counter = meter.createCounter('requests');
  counter.add(2);
  await metricReader.collect();
  await new Promise(setImmediate);
  counter.add(5);
  metricReader.collectAtOnce();
  assert.deepEqual(points(), [['test requests 2'], ['test requests 5']]);
  assert.equal(sent[1]!.scopeMetrics[0]!.metrics[0]!.aggregationTemporality, AggregationTemporality.DELTA);
});

test('right after a collection there is nothing to add, a turn of the event loop later there may be', async () => {
  const { metricReader, meter, sent } = outletOf();
  meter.createCounter('requests').add(1);
  await metricReader.collect();
  metricReader.collectAtOnce();
  assert.equal(sent.length, 1);
  await new Promise(setImmediate);
  metricReader.collectAtOnce();
  assert.equal(sent.length, 2);
});
