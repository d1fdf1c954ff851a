import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import { AlwaysOffSampler, AlwaysOnSampler } from '@opentelemetry/sdk-trace';
import { createCounterMemory, openCounters } from '../../../lib/export/report/counters';
import { createDurationMemory, openDurations } from '../../../lib/export/report/durations';
import { createSelfMetrics } from '../../../lib/telemetry/self-metrics/self-metrics';
import { createThreadCounters } from '../../../lib/telemetry/self-metrics/thread-counters';

Object.assign(globalThis, { FIRSTLIGHT_VERSION: '0' });
const endpoint = { protocol: 'http/json' as const, url: 'https://[::1]/v1/traces' };
const exporter = {
  'otel.component.type': 'otlp_http_json_span_exporter',
  'otel.component.name': 'otlp_http_json_span_exporter/0',
  'server.address': '::1',
  'server.port': 443,
};
const processor = {
  'otel.component.type': 'batching_span_processor',
  'otel.component.name': 'batching_span_processor/0',
};

function selfMetricsOf(temporality: 'cumulative' | 'delta' = 'cumulative') {
  const durations = openDurations(createDurationMemory());
  const counters = openCounters(createCounterMemory());
  const selfMetrics = createSelfMetrics({
    endpoints: { traces: endpoint },
    counts: counters.read,
    durations: durations.read,
    selfCounts: counters.selfCounts,
    temporality,
    capacity: { traces: 100 },
  });
  return {
    counters,
    durations,
    told: () =>
      Object.fromEntries(
        selfMetrics().metrics.map(({ descriptor, dataPoints }) => [
          descriptor.name,
          dataPoints.map(({ attributes, value }) => [attributes, value]),
        ]),
      ),
  };
}

test('what was made is processed, waits or flies; what failed has its cause', () => {
  const { counters, told } = selfMetricsOf();
  for (const [fate, items] of [
    ['made', 100],
    ['sent', 40],
    ['refused', 5],
    ['dropped', 10],
    ['inFlight', 15],
    ['retried', 7],
  ] as const)
    counters.add('traces', fate, items);
  const selfMetrics = told();
  assert.deepEqual(selfMetrics['otel.sdk.processor.span.processed'], [
    [processor, 45],
    [{ ...processor, 'error.type': 'queue_full' }, 10],
  ]);
  assert.deepEqual(selfMetrics['otel.sdk.processor.span.queue.size'], [[processor, 30]]);
  assert.deepEqual(selfMetrics['otel.sdk.processor.span.queue.capacity'], [[processor, 100]]);
  assert.deepEqual(selfMetrics['otel.sdk.exporter.span.exported'], [
    [exporter, 40],
    [{ ...exporter, 'error.type': 'rejected' }, 5],
  ]);
  assert.deepEqual(selfMetrics['otel.sdk.exporter.span.inflight'], [[exporter, 15]]);
  assert.deepEqual(selfMetrics['firstlight.exporter.span.retried'], [[exporter, 7]]);
  assert.equal(
    selfMetrics['otel.sdk.exporter.log.exported'],
    undefined,
    'a signal that is not exported has no figures',
  );
});

test('delta: counters report what came since the last time, the others what is', () => {
  const { counters, told } = selfMetricsOf('delta');
  counters.add('traces', 'made', 10);
  counters.add('traces', 'sent', 4);
  told();
  counters.add('traces', 'sent', 3);
  const selfMetrics = told();
  assert.deepEqual(selfMetrics['otel.sdk.exporter.span.exported'], [[exporter, 3]]);
  assert.deepEqual(selfMetrics['otel.sdk.processor.span.queue.size'], [[processor, 3]]);
});

test('spans are counted by what their sampler said and where their parent was', () => {
  const { counters, told } = selfMetricsOf();
  const threadCounters = createThreadCounters(counters);
  const ids = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags: TraceFlags.SAMPLED,
  };
  const below = (isRemote: boolean) => trace.setSpanContext(ROOT_CONTEXT, { ...ids, isRemote });
  const start = (sampler: AlwaysOnSampler, context = ROOT_CONTEXT) =>
    threadCounters.count(sampler).shouldSample(context, ids.traceId, 'name', SpanKind.INTERNAL, {}, []);
  start(new AlwaysOnSampler());
  start(new AlwaysOnSampler(), below(true));
  start(new AlwaysOnSampler(), below(false));
  start(new AlwaysOffSampler(), below(false));
  threadCounters.spanEnded(true);
  threadCounters.logCreated();
  threadCounters.flush();
  threadCounters.flush();
  const selfMetrics = told();
  const named = (origin: string, result: string) => ({
    'otel.span.parent.origin': origin,
    'otel.span.sampling_result': result,
  });
  assert.deepEqual(selfMetrics['otel.sdk.span.started'], [
    [named('none', 'RECORD_AND_SAMPLE'), 1],
    [named('local', 'DROP'), 1],
    [named('local', 'RECORD_AND_SAMPLE'), 1],
    [named('remote', 'RECORD_AND_SAMPLE'), 1],
  ]);
  assert.deepEqual(selfMetrics['otel.sdk.span.live'], [[{ 'otel.span.sampling_result': 'RECORD_AND_SAMPLE' }, 2]]);
  assert.deepEqual(selfMetrics['otel.sdk.log.created'], [[{}, 1]]);
});

test('exports have their durations, by how they ended', () => {
  const { durations, told } = selfMetricsOf();
  for (const [end, seconds] of [
    ['', 0.25],
    ['', 0.5],
    ['503', 2],
    ['partial_success', 1],
    ['ECONNREFUSED', 4],
  ] as const)
    durations.add('traces', end, seconds);
  const point = (count: number, sum: number) => ({ buckets: { boundaries: [], counts: [count] }, count, sum });
  assert.deepEqual(told()['otel.sdk.exporter.operation.duration'], [
    [{ ...exporter, 'http.response.status_code': 200 }, point(2, 0.75)],
    [{ ...exporter, 'error.type': '503', 'http.response.status_code': 503 }, point(1, 2)],
    [{ ...exporter, 'error.type': 'partial_success', 'http.response.status_code': 200 }, point(1, 1)],
    [{ ...exporter, 'error.type': 'ECONNREFUSED' }, point(1, 4)],
  ]);
});

test('delta: durations since the last time, and none where nothing was exported', () => {
  const { durations, told } = selfMetricsOf('delta');
  durations.add('traces', '', 0.25);
  told();
  assert.equal(told()['otel.sdk.exporter.operation.duration'], undefined);
  durations.add('traces', '', 0.5);
  assert.deepEqual(told()['otel.sdk.exporter.operation.duration'], [
    [
      { ...exporter, 'http.response.status_code': 200 },
      { buckets: { boundaries: [], counts: [1] }, count: 1, sum: 0.5 },
    ],
  ]);
});
