import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** Turns finished telemetry into OTLP export requests: https://opentelemetry.io/docs/specs/otlp/ */
export interface Encoders {
  /** Whether encoded requests can be joined into one by putting their bytes together. */
  readonly joins: boolean;
  traces(spans: ReadableSpan[]): Uint8Array | undefined;
  logs(records: ReadableLogRecord[]): Uint8Array | undefined;
  metrics(metrics: ResourceMetrics): Uint8Array | undefined;
}

/** The encoders of one wire format. */
export function createEncoders(format: 'protobuf' | 'json'): Encoders {
  const otlp = require('@opentelemetry/otlp-transformer') as typeof import('@opentelemetry/otlp-transformer');
  const [traces, logs, metrics] =
    format === 'json'
      ? [otlp.JsonTraceSerializer, otlp.JsonLogsSerializer, otlp.JsonMetricsSerializer]
      : [otlp.ProtobufTraceSerializer, otlp.ProtobufLogsSerializer, otlp.ProtobufMetricsSerializer];
  return {
    joins: format === 'protobuf',
    traces: (spans) => traces.serializeRequest(spans),
    logs: (records) => logs.serializeRequest(records),
    metrics: (batch) => metrics.serializeRequest(batch),
  };
}
