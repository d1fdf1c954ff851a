// One export request, in either encoding, as records.
import { asMessage, MalformedRequest } from './fields';
import { logsOf } from './logs';
import { metricsOf } from './metrics';
import { decodeMessage, type Message } from './protobuf';
import type { Signal, SignalRecords } from './records';
import { spansOf } from './spans';

export type Encoding = 'protobuf' | 'json';

const REQUESTS = {
  traces: { type: 'ExportTraceServiceRequest', records: spansOf },
  logs: { type: 'ExportLogsServiceRequest', records: logsOf },
  metrics: { type: 'ExportMetricsServiceRequest', records: metricsOf },
} as const;

/**
 * Decodes the body of an OTLP export request (OTLP 1.x; protobuf or its JSON encoding).
 *
 * @throws MalformedRequest with a sentence for the sender, whatever is wrong with the bytes.
 */
export function decodeRequest<S extends Signal>(signal: S, encoding: Encoding, bytes: Buffer): SignalRecords[S][] {
  try {
    const message: Message = encoding === 'json' ? parseJson(bytes) : decodeMessage(bytes, REQUESTS[signal].type);
    return REQUESTS[signal].records(message) as SignalRecords[S][];
  } catch (error) {
    if (error instanceof MalformedRequest) throw error;
    throw new MalformedRequest(`the body is no ${REQUESTS[signal].type} in ${encoding}: ${(error as Error).message}`);
  }
}

function parseJson(bytes: Buffer): Message {
  return asMessage(JSON.parse(bytes.toString('utf8')), 'the body');
}
