// The OTLP 1.x messages as data: message -> field number -> [JSON name, type, 'many' if repeated]. Source:
// opentelemetry-proto v1, opentelemetry/proto/{common,resource,trace,logs,metrics}/v1. A type that is no scalar is a
// message of this table. A table and not generated code, because the receiver needs only names and types, and JSON
// requests have the same names.

/** The scalar types that OTLP uses; enums are `int32`. */
export type ScalarType =
  | 'string'
  | 'bytes'
  | 'bool'
  | 'int32'
  | 'uint32'
  | 'sint32'
  | 'int64'
  | 'uint64'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed64'
  | 'double';

/** One field: its JSON name, its type, and whether it is repeated. */
export type Field = readonly [name: string, type: string, many?: 'many'];

export type MessageTable = Readonly<Record<string, Readonly<Record<number, Field>>>>;

const attributes = ['attributes', 'KeyValue', 'many'] as const;
const dropped = ['droppedAttributesCount', 'uint32'] as const;
const schemaUrl = ['schemaUrl', 'string'] as const;
const exemplars = ['exemplars', 'Exemplar', 'many'] as const;
const start = ['startTimeUnixNano', 'fixed64'] as const;
const time = ['timeUnixNano', 'fixed64'] as const;
const temporality = ['aggregationTemporality', 'int32'] as const;

export const MESSAGES: MessageTable = {
  // common and resource
  AnyValue: {
    1: ['stringValue', 'string'],
    2: ['boolValue', 'bool'],
    3: ['intValue', 'int64'],
    4: ['doubleValue', 'double'],
    5: ['arrayValue', 'ArrayValue'],
    6: ['kvlistValue', 'KeyValueList'],
    7: ['bytesValue', 'bytes'],
  },
  ArrayValue: { 1: ['values', 'AnyValue', 'many'] },
  KeyValueList: { 1: ['values', 'KeyValue', 'many'] },
  KeyValue: { 1: ['key', 'string'], 2: ['value', 'AnyValue'] },
  InstrumentationScope: { 1: ['name', 'string'], 2: ['version', 'string'], 3: attributes, 4: dropped },
  Resource: { 1: attributes, 2: dropped, 3: ['entityRefs', 'EntityRef', 'many'] },
  EntityRef: {
    1: schemaUrl,
    2: ['type', 'string'],
    3: ['idKeys', 'string', 'many'],
    4: ['descriptionKeys', 'string', 'many'],
  },

  // traces
  ExportTraceServiceRequest: { 1: ['resourceSpans', 'ResourceSpans', 'many'] },
  ResourceSpans: { 1: ['resource', 'Resource'], 2: ['scopeSpans', 'ScopeSpans', 'many'], 3: schemaUrl },
  ScopeSpans: { 1: ['scope', 'InstrumentationScope'], 2: ['spans', 'Span', 'many'], 3: schemaUrl },
  Span: {
    1: ['traceId', 'bytes'],
    2: ['spanId', 'bytes'],
    3: ['traceState', 'string'],
    4: ['parentSpanId', 'bytes'],
    5: ['name', 'string'],
    6: ['kind', 'int32'],
    7: start,
    8: ['endTimeUnixNano', 'fixed64'],
    9: attributes,
    10: dropped,
    11: ['events', 'SpanEvent', 'many'],
    12: ['droppedEventsCount', 'uint32'],
    13: ['links', 'SpanLink', 'many'],
    14: ['droppedLinksCount', 'uint32'],
    15: ['status', 'SpanStatus'],
    16: ['flags', 'fixed32'],
  },
  SpanEvent: { 1: time, 2: ['name', 'string'], 3: attributes, 4: dropped },
  SpanLink: {
    1: ['traceId', 'bytes'],
    2: ['spanId', 'bytes'],
    3: ['traceState', 'string'],
    4: attributes,
    5: dropped,
    6: ['flags', 'fixed32'],
  },
  SpanStatus: { 2: ['message', 'string'], 3: ['code', 'int32'] },

  // logs
  ExportLogsServiceRequest: { 1: ['resourceLogs', 'ResourceLogs', 'many'] },
  ResourceLogs: { 1: ['resource', 'Resource'], 2: ['scopeLogs', 'ScopeLogs', 'many'], 3: schemaUrl },
  ScopeLogs: { 1: ['scope', 'InstrumentationScope'], 2: ['logRecords', 'LogRecord', 'many'], 3: schemaUrl },
  LogRecord: {
    1: time,
    2: ['severityNumber', 'int32'],
    3: ['severityText', 'string'],
    5: ['body', 'AnyValue'],
    6: attributes,
    7: dropped,
    8: ['flags', 'fixed32'],
    9: ['traceId', 'bytes'],
    10: ['spanId', 'bytes'],
    11: ['observedTimeUnixNano', 'fixed64'],
    12: ['eventName', 'string'],
  },

  // metrics
  ExportMetricsServiceRequest: { 1: ['resourceMetrics', 'ResourceMetrics', 'many'] },
  ResourceMetrics: { 1: ['resource', 'Resource'], 2: ['scopeMetrics', 'ScopeMetrics', 'many'], 3: schemaUrl },
  ScopeMetrics: { 1: ['scope', 'InstrumentationScope'], 2: ['metrics', 'Metric', 'many'], 3: schemaUrl },
  Metric: {
    1: ['name', 'string'],
    2: ['description', 'string'],
    3: ['unit', 'string'],
    5: ['gauge', 'Gauge'],
    7: ['sum', 'Sum'],
    9: ['histogram', 'Histogram'],
    10: ['exponentialHistogram', 'ExponentialHistogram'],
    11: ['summary', 'Summary'],
    12: ['metadata', 'KeyValue', 'many'],
  },
  Gauge: { 1: ['dataPoints', 'NumberDataPoint', 'many'] },
  Sum: { 1: ['dataPoints', 'NumberDataPoint', 'many'], 2: temporality, 3: ['isMonotonic', 'bool'] },
  Histogram: { 1: ['dataPoints', 'HistogramDataPoint', 'many'], 2: temporality },
  ExponentialHistogram: { 1: ['dataPoints', 'ExponentialHistogramDataPoint', 'many'], 2: temporality },
  Summary: { 1: ['dataPoints', 'SummaryDataPoint', 'many'] },
  NumberDataPoint: {
    2: start,
    3: time,
    4: ['asDouble', 'double'],
    5: exemplars,
    6: ['asInt', 'sfixed64'],
    7: attributes,
    8: ['flags', 'uint32'],
  },
  HistogramDataPoint: {
    2: start,
    3: time,
    4: ['count', 'fixed64'],
    5: ['sum', 'double'],
    6: ['bucketCounts', 'fixed64', 'many'],
    7: ['explicitBounds', 'double', 'many'],
    8: exemplars,
    9: attributes,
    10: ['flags', 'uint32'],
    11: ['min', 'double'],
    12: ['max', 'double'],
  },
  ExponentialHistogramDataPoint: {
    1: attributes,
    2: start,
    3: time,
    4: ['count', 'fixed64'],
    5: ['sum', 'double'],
    6: ['scale', 'sint32'],
    7: ['zeroCount', 'fixed64'],
    8: ['positive', 'ExponentialBuckets'],
    9: ['negative', 'ExponentialBuckets'],
    10: ['flags', 'uint32'],
    11: exemplars,
    12: ['min', 'double'],
    13: ['max', 'double'],
    14: ['zeroThreshold', 'double'],
  },
  ExponentialBuckets: { 1: ['offset', 'sint32'], 2: ['bucketCounts', 'uint64', 'many'] },
  SummaryDataPoint: {
    2: start,
    3: time,
    4: ['count', 'fixed64'],
    5: ['sum', 'double'],
    6: ['quantileValues', 'ValueAtQuantile', 'many'],
    7: attributes,
    8: ['flags', 'uint32'],
  },
  ValueAtQuantile: { 1: ['quantile', 'double'], 2: ['value', 'double'] },
  Exemplar: {
    2: time,
    3: ['asDouble', 'double'],
    4: ['spanId', 'bytes'],
    5: ['traceId', 'bytes'],
    6: ['asInt', 'sfixed64'],
    7: ['filteredAttributes', 'KeyValue', 'many'],
  },
};
