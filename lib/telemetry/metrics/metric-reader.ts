import {
  AggregationTemporality,
  InstrumentType,
  type MetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { CardinalityLimits } from '../../config';
import { collectAtOnce } from './collect-at-once';
import { withThread } from './thread-id';
import { periodicLimits } from './views';

export interface MetricReaderOptions {
  readonly encode: (metrics: ResourceMetrics) => Uint8Array | undefined;
  readonly send: (bytes: Uint8Array, items: number) => void;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly temporality: 'cumulative' | 'delta' | 'lowmemory';
  /** Buckets that follow the values, instead of given bounds. */
  readonly exponential?: boolean;
  /** How many attribute sets an instrument may have. Default: 2000. */
  readonly cardinality?: CardinalityLimits;
  /** Resolves when what was sent has arrived. Default: at once. */
  readonly deliver?: () => Promise<void>;
  /** Metrics about this, in addition to those of the SDK's instruments. */
  readonly self?: () => ResourceMetrics['scopeMetrics'][number];
  /**
   * Leaves metrics with the thread that sends them in case that this thread ends before the next regular ones;
   * `replaces` those left before.
   */
  readonly snapshot?: (bytes: Uint8Array, items: number, replaces: boolean) => void;
}

/** The metrics' way out. */
export interface SyncMetricReader {
  readonly reader: MetricReader;
  /** Collects and exports; done within microtasks if no asynchronous observable is registered. */
  collect(): Promise<void>;
  /** Collects and exports, synchronously, unless `collect` just did. */
  collectAtOnce(): void;
  /** Collects and leaves it, synchronously. */
  snapshot(): void;
}

/** Creates the reader that collects every `intervalMs` and passes the encoded metrics on. */
export function createMetricReader(options: MetricReaderOptions): SyncMetricReader {
  const { AggregationType, PeriodicExportingMetricReader } =
    require('@opentelemetry/sdk-metrics') as typeof import('@opentelemetry/sdk-metrics');
  const send = (collected: ResourceMetrics, take = options.send) => {
    const own = options.self?.();
    const whole = withThread(collected);
    const metrics = own ? { ...whole, scopeMetrics: [...whole.scopeMetrics, own] } : whole;
    const bytes = options.encode(metrics);
    if (bytes)
      take(
        bytes,
        metrics.scopeMetrics.reduce(
          (sum, scope) => sum + scope.metrics.reduce((points, metric) => points + metric.dataPoints.length, 0),
          0,
        ),
      );
  };
  let isOwn = false;
  const exporter: PushMetricExporter = {
    export(metrics, done) {
      send(metrics);
      done({ code: 0 });
    },
    selectAggregationTemporality: (type) => temporalityOf(options.temporality, type),
    selectAggregation: (type) => ({
      type:
        options.exponential && type === InstrumentType.HISTOGRAM
          ? AggregationType.EXPONENTIAL_HISTOGRAM
          : AggregationType.DEFAULT,
    }),
    // An app that asks waits for the collector; the end of the process does so for all signals at once.
    forceFlush: async () => (isOwn ? undefined : options.deliver?.()),
    shutdown: async () => {},
  };
  const intervalMs = Math.max(options.intervalMs, 1);
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: Math.min(options.timeoutMs, intervalMs),
    cardinalityLimits: periodicLimits(options.cardinality),
  });
  let isFresh = false;
  return {
    reader,
    async collect() {
      isOwn = true;
      await reader.forceFlush().finally(() => {
        isOwn = false;
      });
      isFresh = true;
      // Until the event loop turns again, which at the end of a process it does not.
      setImmediate(() => {
        isFresh = false;
      }).unref();
    },
    collectAtOnce() {
      const metrics = isFresh ? undefined : collectAtOnce(reader);
      isFresh = true;
      if (metrics) send(metrics);
    },
    snapshot() {
      const { snapshot } = options;
      const metrics = snapshot && collectAtOnce(reader);
      if (metrics) send(metrics, (bytes, items) => snapshot(bytes, items, options.temporality === 'cumulative'));
    },
  };
}

/**
 * https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/#additional-environment-variable-configuration
 */
function temporalityOf(preference: MetricReaderOptions['temporality'], type: InstrumentType): AggregationTemporality {
  const delta =
    type === InstrumentType.COUNTER ||
    type === InstrumentType.HISTOGRAM ||
    (type === InstrumentType.OBSERVABLE_COUNTER && preference === 'delta');
  return preference !== 'cumulative' && delta ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
}
