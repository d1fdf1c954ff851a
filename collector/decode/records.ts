// What the collector keeps: OTLP spans, log records and metrics in one shape for all encodings.

/** The three OTLP signals. */
export type { Signal } from '../../lib/otlp';

/**
 * Attributes as plain values: string, boolean, number, arrays and objects of these. Integers beyond 2^53 are bigints,
 * bytes are Buffers. An attribute without a value is null.
 */
export type Attributes = Record<string, unknown>;

/** The instrumentation scope a record came from. */
export interface Scope {
  name: string;
  version?: string;
}

export type SpanKind = 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';

export interface SpanEvent {
  name: string;
  /** Nanoseconds since the epoch. */
  timeNs: bigint;
  attributes: Attributes;
}

export interface SpanLink {
  traceId: string;
  spanId: string;
  attributes: Attributes;
}

/** One ended span. IDs are lowercase hex. */
export interface SpanRecord {
  traceId: string;
  spanId: string;
  /** Absent on a root. */
  parentSpanId?: string;
  traceState?: string;
  name: string;
  kind: SpanKind;
  /** Nanoseconds since the epoch. */
  startNs: bigint;
  endNs: bigint;
  durationMs: number;
  attributes: Attributes;
  events: SpanEvent[];
  links: SpanLink[];
  status: { code: 'UNSET' | 'OK' | 'ERROR'; message?: string };
  resource: Attributes;
  scope: Scope;
  /** W3C trace flags in the low 8 bits; 0x100 and 0x200 say whether the parent is remote (OTLP SpanFlags). */
  flags: number;
  /** What the SDK's limits cut away; absent if nothing was. */
  dropped?: { attributes?: number; events?: number; links?: number };
}

/** One log record. `timeNs` is the event's time, else the time it was observed. */
export interface LogEntry {
  timeNs: bigint;
  severityText: string;
  severityNumber: number;
  body: unknown;
  attributes: Attributes;
  traceId?: string;
  spanId?: string;
  flags: number;
  eventName?: string;
  resource: Attributes;
  scope: Scope;
}

export type MetricType = 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary';

export interface Exemplar {
  value: number | bigint;
  timeNs: bigint;
  traceId?: string;
  spanId?: string;
  attributes: Attributes;
}

/**
 * The populated buckets of one side of an exponential histogram: bucket i covers (base^(offset+i), base^(offset+i+1)],
 * base = 2^(2^-scale).
 */
export interface ExponentialBuckets {
  offset: number;
  counts: number[];
}

/** One data point; which of the optional fields are there depends on the metric's type. */
export interface MetricPoint {
  attributes: Attributes;
  timeNs: bigint;
  startNs?: bigint;
  flags: number;
  exemplars: Exemplar[];
  /** Gauges and sums. Absent if nothing was recorded. */
  value?: number | bigint;
  /** Histograms and summaries. */
  count?: number;
  sum?: number;
  min?: number;
  max?: number;
  /** Explicit histograms: `counts` has one element more than `bounds`. */
  buckets?: { bounds: number[]; counts: number[] };
  /** Exponential histograms. */
  exponential?: {
    scale: number;
    zeroCount: number;
    zeroThreshold: number;
    positive: ExponentialBuckets;
    negative: ExponentialBuckets;
  };
  /** Summaries. */
  quantiles?: { quantile: number; value: number }[];
}

/** One metric of one export, with its points. */
export interface MetricEntry {
  name: string;
  unit: string;
  description: string;
  type: MetricType;
  points: MetricPoint[];
  temporality?: 'DELTA' | 'CUMULATIVE';
  /** Sums only. */
  monotonic?: boolean;
  resource: Attributes;
  scope: Scope;
}

/** The record type of each signal. */
export interface SignalRecords {
  traces: SpanRecord;
  logs: LogEntry;
  metrics: MetricEntry;
}
