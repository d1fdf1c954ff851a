/**
 * Stands in for `@opentelemetry/otlp-transformer` within the official exporters: what they are given is encoded
 * already, by encoders that no value of the app's can fail, and in requests of a bounded size.
 */
import type { Signal } from '../protocol';

/** An encoded OTLP export request. */
export interface EncodedRequest {
  readonly bytes: Uint8Array;
  readonly items: number;
}

type AnswerListener = (answer: Uint8Array) => void;
const listeners = new Map<Signal, AnswerListener>();

/** Calls `listen` with what the endpoint answers to the requests of a signal that it has accepted. */
export function listenForAnswers(signal: Signal, listen: AnswerListener): void {
  listeners.set(signal, listen);
}

const serializerOf = (signal: Signal) => ({
  serializeRequest: ({ bytes }: EncodedRequest) => bytes,
  deserializeResponse(answer: Uint8Array) {
    listeners.get(signal)?.(answer);
    return {};
  },
});
const helperOf = (name: string) => ({ name, countItems: ({ items }: EncodedRequest) => items });

// The names that the exporters import.
export const ProtobufTraceSerializer = serializerOf('traces');
export const JsonTraceSerializer = serializerOf('traces');
export const TraceExporterMetricsHelper = helperOf('span');
export const ProtobufLogsSerializer = serializerOf('logs');
export const JsonLogsSerializer = serializerOf('logs');
export const LogsExporterMetricsHelper = helperOf('log');
export const ProtobufMetricsSerializer = serializerOf('metrics');
export const JsonMetricsSerializer = serializerOf('metrics');
export const MetricsExporterMetricsHelper = helperOf('metric_data_point');
