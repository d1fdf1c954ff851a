// What OpenTelemetry's own exporters send arrives whole, over every protocol and compression.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { startCollector, type Collector } from '../../collector';

const PROTOCOLS = { grpc: 'grpc', 'http/protobuf': 'proto', 'http/json': 'http' } as const;
const CASES = Object.keys(PROTOCOLS).flatMap((protocol) =>
  [CompressionAlgorithm.NONE, CompressionAlgorithm.GZIP].map((compression) => ({
    protocol: protocol as keyof typeof PROTOCOLS,
    compression,
  })),
);

const resource = resourceFromAttributes({ 'service.name': 'shop' });
const parent = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: TraceFlags.SAMPLED,
};

/** The package's exporter of that signal and protocol, pointed at the collector. */
function exporterOf<T>(
  signal: 'trace' | 'logs' | 'metrics',
  { protocol, compression }: (typeof CASES)[number],
  { grpcPort, httpPort }: Collector,
): T {
  const exported = require(`@opentelemetry/exporter-${signal}-otlp-${PROTOCOLS[protocol]}`) as Record<
    string,
    new (options: object) => T
  >;
  const name = { trace: 'OTLPTraceExporter', logs: 'OTLPLogExporter', metrics: 'OTLPMetricExporter' }[signal];
  const path = signal === 'trace' ? 'traces' : signal;
  const url = protocol === 'grpc' ? `http://127.0.0.1:${grpcPort}` : `http://localhost:${httpPort}/v1/${path}`;
  return new exported[name]!({ url, compression });
}

for (const each of CASES) {
  const title = `${each.protocol}, compression ${each.compression}`;

  test(`spans over ${title}`, async (t) => {
    const collector = await startCollector();
    t.after(() => collector.close());
    const provider = new BasicTracerProvider({
      resource,
      spanProcessors: [new SimpleSpanProcessor(exporterOf<SpanExporter>('trace', each, collector))],
    });
    const span = provider.getTracer('tests', '1.2.3').startSpan(
      'buy',
      {
        kind: SpanKind.SERVER,
        startTime: [1_700_000_000, 123_456_789],
        links: [{ context: parent, attributes: { why: 'retry' } }],
        attributes: { text: 'tür', whole: 42, negative: -7, half: 0.5, yes: true, list: ['a', 'b'] },
      },
      trace.setSpanContext(ROOT_CONTEXT, parent),
    );
    span.addEvent('paid', { amount: 3 }, [1_700_000_000, 500_000_000]);
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'no money' });
    span.end([1_700_000_001, 123_456_789]);
    await provider.shutdown();

    const [record] = await collector.store.waitFor(({ spans }) => (spans.length === 1 ? spans : undefined), 5000);
    assert.deepEqual(
      { ...record, resource: record!.resource['service.name'] },
      {
        traceId: parent.traceId,
        spanId: span.spanContext().spanId,
        parentSpanId: parent.spanId,
        name: 'buy',
        kind: 'SERVER',
        startNs: 1_700_000_000_123_456_789n,
        endNs: 1_700_000_001_123_456_789n,
        durationMs: 1000,
        attributes: { text: 'tür', whole: 42, negative: -7, half: 0.5, yes: true, list: ['a', 'b'] },
        events: [{ name: 'paid', timeNs: 1_700_000_000_500_000_000n, attributes: { amount: 3 } }],
        links: [{ traceId: parent.traceId, spanId: parent.spanId, attributes: { why: 'retry' } }],
        status: { code: 'ERROR', message: 'no money' },
        resource: 'shop',
        scope: { name: 'tests', version: '1.2.3' },
        flags: 0x101,
      },
    );
    assert.equal(collector.requests[0]!.protocol, each.protocol);
  });

  test(`log records over ${title}`, async (t) => {
    const collector = await startCollector();
    t.after(() => collector.close());
    const provider = new LoggerProvider({
      resource,
      processors: [new SimpleLogRecordProcessor({ exporter: exporterOf<LogRecordExporter>('logs', each, collector) })],
    });
    provider.getLogger('tests').emit({
      timestamp: [1_700_000_000, 1_000_000],
      severityNumber: 17,
      severityText: 'error',
      body: { deep: [1, { er: true }] },
      attributes: { user_id: 'u1' },
      context: trace.setSpanContext(ROOT_CONTEXT, parent),
      eventName: 'failed',
    });
    await provider.forceFlush();
    await provider.shutdown();

    const [entry] = await collector.store.waitFor(({ logs }) => (logs.length === 1 ? logs : undefined), 5000);
    assert.deepEqual(
      { ...entry, resource: entry!.resource['service.name'] },
      {
        timeNs: 1_700_000_000_001_000_000n,
        severityText: 'error',
        severityNumber: 17,
        body: { deep: [1, { er: true }] },
        attributes: { user_id: 'u1' },
        traceId: parent.traceId,
        spanId: parent.spanId,
        eventName: 'failed',
        flags: entry!.flags,
        resource: 'shop',
        scope: { name: 'tests' },
      },
    );
    assert.equal(entry!.flags & 0xff, 1);
  });

  test(`metrics over ${title}`, async (t) => {
    const collector = await startCollector();
    t.after(() => collector.close());
    const reader = new PeriodicExportingMetricReader({
      exporter: exporterOf<PushMetricExporter>('metrics', each, collector),
      exportIntervalMillis: 3_600_000,
    });
    const provider = new MeterProvider({
      resource,
      readers: [reader],
      views: [
        { instrumentName: 'sizes', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } },
        {
          instrumentName: 'durations',
          aggregation: { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: [1, 10] } },
        },
      ],
    });
    const meter = provider.getMeter('tests', '2');
    meter.createCounter('requests', { unit: '{request}', description: 'how many' }).add(3, { route: '/buy' });
    meter.createObservableGauge('heat').addCallback((result) => result.observe(36.6));
    const durations = meter.createHistogram('durations', { unit: 's' });
    [0.5, 5, 50].forEach((value) => durations.record(value));
    const sizes = meter.createHistogram('sizes');
    [-4, 0, 4].forEach((value) => sizes.record(value));
    await provider.forceFlush();
    await provider.shutdown();

    const metrics = await collector.store.waitFor(
      (store) => (store.metrics.length >= 4 ? store.metrics : undefined),
      5000,
    );
    const named = (name: string) => metrics.find((metric) => metric.name === name)!;
    const requests = named('requests');
    assert.deepEqual(
      [requests.type, requests.unit, requests.description, requests.temporality, requests.monotonic],
      ['sum', '{request}', 'how many', 'CUMULATIVE', true],
    );
    assert.deepEqual(
      requests.points.map(({ value, attributes }) => ({ value, attributes })),
      [{ value: 3, attributes: { route: '/buy' } }],
    );
    assert.deepEqual([named('heat').type, named('heat').points[0]!.value], ['gauge', 36.6]);
    const { count, sum, min, max, buckets } = named('durations').points[0]!;
    assert.deepEqual(
      { count, sum, min, max, buckets },
      { count: 3, sum: 55.5, min: 0.5, max: 50, buckets: { bounds: [1, 10], counts: [1, 1, 1] } },
    );
    assert.equal(named('sizes').type, 'exponentialHistogram');
    assert.equal(named('sizes').points[0]!.exponential!.zeroCount, 1);
    assert.equal(
      named('sizes').points[0]!.exponential!.positive.counts.reduce((all, one) => all + one, 0),
      1,
    );
    assert.deepEqual(requests.scope, { name: 'tests', version: '2' });
  });
}
