import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { createEagerMetrics } from '../../../lib/telemetry/metrics/eager-metrics';

/** A provider that tells of its measurements, and a clock that only moves when it is reported to. */
function promptOf(costMs: number) {
  let time = 0;
  let collected = 0;
  const prompt = createEagerMetrics(
    () => {
      collected++;
      time += costMs;
    },
    () => time,
  );
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
  const provider = new MeterProvider({ views: [prompt.view], readers: [reader] });
  return {
    prompt,
    provider,
    exporter,
    meter: provider.getMeter('app'),
    count: () => collected,
    pass: (ms: number) => {
      time += ms;
    },
  };
}
const turn = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve);
  });

test('what was measured is collected as soon as the code that measures is through, once', async () => {
  const { meter, count } = promptOf(1);
  const counter = meter.createCounter('a');
  const histogram = meter.createHistogram('b');
  for (let number = 0; number < 10; number++) {
    counter.add(1);
    histogram.record(number);
  }
  assert.equal(count(), 0);
  await turn();
  assert.equal(count(), 1);
});

test('what was measured can be asked for at once, and is not collected again', async () => {
  const { meter, prompt, count } = promptOf(1);
  meter.createCounter('a').add(1);
  prompt.collect();
  prompt.collect();
  await turn();
  assert.equal(count(), 1);
});

test('collecting takes no more than its share of the time, but is done at the very end', () => {
  const { meter, prompt, count, pass } = promptOf(40);
  const counter = meter.createCounter('a');
  const measure = () => {
    counter.add(1);
    prompt.collect();
  };
  for (let number = 0; number < 10; number++) measure();
  assert.equal(count(), 3, 'what was saved up is used up');
  prompt.collect(true);
  assert.equal(count(), 4);
  pass(20 * 50);
  measure();
  assert.equal(count(), 4, 'not yet');
  pass(20 * 5);
  measure();
  assert.equal(count(), 5);
});

test('instruments are what they are without the view', async () => {
  const { meter, provider, exporter } = promptOf(0);
  meter
    .createHistogram('b', { unit: 's', description: 'text', advice: { explicitBucketBoundaries: [1, 2] } })
    .record(1.5, { key: 'value' });
  await provider.forceFlush();
  const [metric] = exporter.getMetrics()[0]!.scopeMetrics[0]!.metrics;
  assert.deepEqual(
    [metric!.descriptor.name, metric!.descriptor.unit, metric!.descriptor.description],
    ['b', 's', 'text'],
  );
  const [point] = metric!.dataPoints;
  assert.deepEqual(point!.attributes, { key: 'value' });
  assert.deepEqual((point!.value as { buckets: { boundaries: number[] } }).buckets.boundaries, [1, 2]);
});
