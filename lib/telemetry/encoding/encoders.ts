import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { encodableLog } from './logs';
import { encodableMetrics } from './metrics';
import { createLogsEncoder } from './protobuf/logs';
import { encodableSpan } from './spans';
import { unmarkNumbers, type Scrutiny } from './values';

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
  const isJson = format === 'json';
  const [traces, logs, metrics] = isJson
    ? [otlp.JsonTraceSerializer, otlp.JsonLogsSerializer, otlp.JsonMetricsSerializer]
    : [otlp.ProtobufTraceSerializer, { serializeRequest: createLogsEncoder() }, otlp.ProtobufMetricsSerializer];
  const encodeMetrics = tolerant<ResourceMetrics>(
    ([batch]) => metrics.serializeRequest(batch!),
    encodableMetrics,
    isJson,
  );
  return {
    joins: !isJson,
    traces: tolerant((spans) => traces.serializeRequest(spans), encodableSpan, isJson),
    logs: tolerant((records) => logs.serializeRequest(records), encodableLog, isJson),
    metrics: (batch) => encodeMetrics([batch]),
  };
}

/**
 * An encoder that no item of a batch can fail for the others. Items are converted first to what OTLP can represent: for
 * other values upstream's serializers throw, or write them as they are into JSON.
 */
function tolerant<T>(
  serialize: (items: T[]) => Uint8Array | undefined,
  encodable: (item: T, scrutiny: Scrutiny) => T,
  isJson: boolean,
): (items: T[]) => Uint8Array | undefined {
  const encodeAll = (items: T[], isThorough: boolean) => {
    const scrutiny = { isJson, isThorough };
    const bytes = serialize(items.map((item) => encodable(item, scrutiny)));
    return bytes && isJson ? unmarkNumbers(bytes) : bytes;
  };
  const isFit = (item: T): boolean => {
    try {
      encodeAll([item], true);
      return true;
    } catch {
      return false;
    }
  };
  return (items) => {
    try {
      return encodeAll(items, isJson);
    } catch {
      const fit = items.filter(isFit);
      return fit.length > 0 ? encodeAll(fit, true) : undefined;
    }
  };
}
