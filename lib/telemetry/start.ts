import { isMainThread } from 'node:worker_threads';
import type { Attributes } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { MetricReader } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Config, Signal } from '../config';
import { MAX_REQUEST_BYTES, type ExporterClient } from '../export';
import { createRedaction, createSpanRedaction } from '../redaction';
import { admitNewerApi, setAsideExistingApi, unregisterSdk } from './sdk/api-global';
import { createContextManager, type BindEmitter } from './sdk/context-manager';
import { createLineRecorder, type LineRecorder } from './sdk/line-records';
import { createMetricReader } from './metrics/metric-reader';
import type * as EagerMetricsFile from './metrics/eager-metrics';
import { createPrometheusReader, type PrometheusOptions } from './metrics/prometheus';
import { cardinalityOf, createViews, preferFirstViews } from './metrics/views';
import { createLogProcessor, createSpanProcessor, type SpanWatch } from './sdk/processors';
import { createPropagator } from './sdk/propagator';
import { createBatchProcessor, type BatchProcessor } from './sdk/batch-processor';
import { createResource } from './sdk/resource';
import type { RuntimeControl } from './run-time';
import { startKeeping } from './sampling/keep';
import { createSampler } from './sampling/sampler';
import { observeSelf } from './self-metrics';
import { createSinks, type Sink } from './sinks';

export interface TelemetryOptions {
  readonly config: Config;
  readonly exporter: ExporterClient;
  readonly instrumentations: Instrumentation[];
  /** Default: nothing changes while the SDK runs. */
  readonly control?: RuntimeControl;
  /** Where the `console` exporter writes: one line of OTLP JSON a batch. */
  readonly print: (line: string) => void;
  readonly onError: (error: unknown) => void;
  readonly bindEmitter?: BindEmitter;
  readonly onSpan?: SpanWatch['onStart'];
  /** Called with what FIRSTLIGHT_KEEP had to drop undecided. */
  readonly onGivenUp: (traces: number, spans: number) => void;
  /** What becomes of the port for Prometheus. */
  readonly onPrometheus: Pick<PrometheusOptions, 'onListening' | 'onError'>;
  /** Points the SDK's own diagnostics at firstlight's logger. */
  readonly installDiagnostics: () => void;
}

/** The running SDK. */
export interface Telemetry {
  /** Collects metrics; done within microtasks if no asynchronous observable is registered. */
  collect(): Promise<void>;
  /** Encodes and exports all spans, log records and metrics, synchronously. */
  flush(): void;
  /** Takes log records that are complete, past the SDK; undefined if its limits have to be kept. */
  readonly recordLine: LineRecorder | undefined;
  /** From here on `after` is called whenever something was recorded. */
  flushEach(after: () => void): void;
  /** Leaves with the exporter thread what was measured and not yet sent; synchronous. Only if that thread is shared. */
  settle(): void;
  /** The attributes of the resource, once all of them are known. */
  described(): Promise<Attributes>;
  /** This thread is about to start another one. */
  threadStarts(): void;
  /** Stops the SDK, and takes it out of OpenTelemetry's API. */
  close(): Promise<void>;
}

/** Few enough to die young, enough to share the resource that each encoded request repeats. */
const CHUNK_ITEMS = 32;

/**
 * Starts the OpenTelemetry SDK with everything resolved from the configuration, so that it reads nothing from the
 * environment.
 */
export function startTelemetry({
  config,
  exporter,
  instrumentations,
  control,
  print,
  onError,
  bindEmitter,
  onSpan,
  onGivenUp,
  onPrometheus,
  installDiagnostics,
}: TelemetryOptions): Telemetry {
  const { NodeSDK } = require('@opentelemetry/sdk-node') as typeof import('@opentelemetry/sdk-node');
  const resource = createResource(config, exporter.resource as Attributes);
  const ready = resource.asyncAttributesPending ? resource.waitForAsyncAttributes?.() : undefined;
  const shareHandle = () => exporter.shareHandle(resource.attributes);
  if (ready) exporter.shareHandle();
  else shareHandle();
  void ready?.then(shareHandle, shareHandle);
  const observation = observeSelf(config, exporter);
  const batchProcessors: BatchProcessor<never>[] = [];
  const batchProcessorOf = <T>(
    signal: 'traces' | 'logs',
    { encode, send, isEager, isPrinted }: Sink,
    batchItems: number,
    delayMs: number,
    isMinor?: boolean,
  ): BatchProcessor<T> => {
    const maxItems = isEager ? 1 : batchItems;
    const { batching } = exporter;
    if (batching && !isPrinted) {
      const { add } = batching<T>(signal, {
        encode: (items) => encode[signal](items as never),
        maxItems,
        maxQueueItems: config[signal === 'traces' ? 'OTEL_BSP_MAX_QUEUE_SIZE' : 'OTEL_BLRP_MAX_QUEUE_SIZE'],
        timeoutMs: config[signal === 'traces' ? 'OTEL_BSP_EXPORT_TIMEOUT' : 'OTEL_BLRP_EXPORT_TIMEOUT'],
        delayMs,
        onError,
      });
      // It is flushed where there is time for that.
      return { add, flush: () => {}, flushEach: () => {} };
    }
    const chunkItems = encode.joins ? CHUNK_ITEMS : undefined;
    const batchProcessor = createBatchProcessor<T>({
      encode: (items) => encode[signal](items as never),
      send(bytes, items) {
        observation?.threadCounters.flush();
        send(bytes, items, isMinor);
      },
      maxItems,
      chunkItems,
      maxBytes: MAX_REQUEST_BYTES,
      delayMs,
      ready,
      onError,
    });
    batchProcessors.push(batchProcessor as BatchProcessor<never>);
    return batchProcessor;
  };
  // Of all signals: an app that asks for its spans before it is frozen or killed wants its lines to arrive, too.
  const deliver = async (): Promise<void> => {
    batchProcessors.forEach((batchProcessor) => batchProcessor.flush());
    await exporter.acknowledged(config.FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS);
  };
  const logBatchProcessor = (sink: Sink, isMinor?: boolean): BatchProcessor<ReadableLogRecord> =>
    batchProcessorOf('logs', sink, config.OTEL_BLRP_MAX_EXPORT_BATCH_SIZE, config.OTEL_BLRP_SCHEDULE_DELAY, isMinor);
  const sinksOf = (signal: Signal) => createSinks(config, signal, exporter, print, control);
  const metricReaders = sinksOf('metrics').map(({ encode, send, isEager, isPrinted }) =>
    createMetricReader({
      self: isPrinted ? undefined : observation?.selfMetrics,
      encode: encode.metrics,
      send,
      intervalMs: config.OTEL_METRIC_EXPORT_INTERVAL,
      timeoutMs: config.OTEL_METRIC_EXPORT_TIMEOUT,
      temporality: config.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE as 'cumulative',
      exponential:
        config.OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION === 'base2_exponential_bucket_histogram',
      cardinality: cardinalityOf(config, isPrinted ? 'console' : 'otlp'),
      snapshot: isEager ? exporter.snapshot : undefined,
      deliver: isPrinted ? undefined : deliver,
    }),
  );
  const guarded = (metricReader: (typeof metricReaders)[number], name: 'collectAtOnce' | 'snapshot') => {
    try {
      metricReader[name]();
    } catch (error) {
      onError(error);
    }
  };
  const eagerMetrics =
    exporter.isShared && metricReaders.length > 0
      ? (require('./metrics/eager-metrics') as typeof EagerMetricsFile).createEagerMetrics(() =>
          metricReaders.forEach((metricReader) => guarded(metricReader, 'snapshot')),
        )
      : undefined;
  exporter.onFlush(() => eagerMetrics?.collect(true));
  if (eagerMetrics && config.file?.views) preferFirstViews(metricReaders[0]!.reader, config.file.views.length);
  const contextManager = createContextManager(bindEmitter);
  const watch: SpanWatch = {
    onStart: onSpan,
    redact: createSpanRedaction(createRedaction(config.FIRSTLIGHT_LOG_REDACT), capturesHeaders(config)),
    threadCounters: observation?.threadCounters,
  };
  const traceSinks = sinksOf('traces').map((sink) => ({
    ...sink,
    batchProcessor: batchProcessorOf<ReadableSpan>(
      'traces',
      sink,
      config.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
      config.OTEL_BSP_SCHEDULE_DELAY,
    ),
  }));
  const spanProcessors = traceSinks.map(({ batchProcessor }, index) =>
    createSpanProcessor(batchProcessor, index === 0 ? watch : {}, deliver),
  );
  const tail = startKeeping({ config, exporter, sinks: traceSinks, redact: watch.redact, onGivenUp, onError });
  if (tail) spanProcessors.push(tail.processor);
  // What is printed keeps its order.
  const logRecordProcessors = sinksOf('logs').map((sink, index) =>
    createLogProcessor(
      logBatchProcessor(sink),
      sink.isPrinted ? undefined : logBatchProcessor(sink, true),
      index === 0 ? observation?.threadCounters : undefined,
      deliver,
    ),
  );
  const described = createSampler(config.sampler);
  const head = control?.sampler(described) ?? described;
  const sampler = tail ? tail.record(head) : head;
  const sdk = new NodeSDK({
    autoDetectResources: false,
    resource,
    instrumentations,
    contextManager,
    textMapPropagator: createPropagator(config),
    sampler: observation ? observation.threadCounters.count(sampler) : sampler,
    spanLimits: config.limits.span,
    spanProcessors,
    logRecordProcessors,
    metricReaders: [...metricReaders.map(({ reader }) => reader), ...prometheusReaders(config, exporter, onPrometheus)],
    views: createViews(config, eagerMetrics?.view),
  });
  const restoreEarlierApi = setAsideExistingApi();
  // The constructor points diagnostics at the console wherever OTEL_LOG_LEVEL is set: ours comes after it.
  installDiagnostics();
  sdk.start();
  restoreEarlierApi();
  admitNewerApi();
  return {
    collect: async () => {
      // First, so that the metrics about them count them.
      batchProcessors.forEach((batchProcessor) => batchProcessor.flush());
      await Promise.all(metricReaders.map((metricReader) => metricReader.collect()));
    },
    flush: () => {
      tail?.flush();
      batchProcessors.forEach((batchProcessor) => batchProcessor.flush());
      metricReaders.forEach((metricReader) => guarded(metricReader, 'collectAtOnce'));
    },
    settle: () => eagerMetrics?.collect(),
    recordLine: createLineRecorder(logRecordProcessors, resource, config.limits.logRecord),
    flushEach: (after) => batchProcessors.forEach((batchProcessor) => batchProcessor.flushEach(after)),
    described: async () => {
      await ready?.catch(() => {});
      return resource.attributes;
    },
    threadStarts: () => tail?.threadStarts(),
    close: async () => {
      tail?.close();
      await sdk.shutdown();
      unregisterSdk();
    },
  };
}

const capturesHeaders = (config: Config): boolean =>
  [
    config.OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS,
    config.OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS,
    config.OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS,
    config.OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS,
  ].some((names) => names.length > 0);

/** Served by the main thread alone: a port has one owner. */
function prometheusReaders(
  config: Config,
  exporter: ExporterClient,
  events: TelemetryOptions['onPrometheus'],
): MetricReader[] {
  if (!config.otlp.metrics.exporters.includes('prometheus') || exporter.isShared || !isMainThread) return [];
  const { OTEL_EXPORTER_PROMETHEUS_HOST: host, OTEL_EXPORTER_PROMETHEUS_PORT: port } = config;
  const settings = config.file?.prometheus;
  return [
    createPrometheusReader({ host, port, settings, cardinality: cardinalityOf(config, 'prometheus'), ...events }),
  ];
}
