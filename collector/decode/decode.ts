// One export request, in either encoding, as records.
import { asMessage, MalformedRequest } from './fields';
import { logsOf } from '../store/logs';
import { metricsOf } from '../store/metrics';
import { createBudget, decodeMessage, MAX_DEPTH, type Message } from './protobuf';
import type { Signal, SignalRecords } from './records';
import { spansOf } from '../store/spans';

export type Encoding = 'protobuf' | 'json';

const REQUESTS = {
  traces: { type: 'ExportTraceServiceRequest', records: spansOf },
  logs: { type: 'ExportLogsServiceRequest', records: logsOf },
  metrics: { type: 'ExportMetricsServiceRequest', records: metricsOf },
} as const;

/**
 * Decodes the body of an OTLP export request (OTLP 1.x; protobuf or its JSON encoding).
 *
 * @throws MalformedRequest with a sentence for the sender, for any fault in the bytes.
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
  assertModest(bytes);
  return asMessage(JSON.parse(bytes.toString('utf8')), 'the body');
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPENING, CLOSING] = [new Set([0x5b, 0x7b]), new Set([0x5d, 0x7d])];
/** A level of OTLP is up to four of JSON: value, kvlistValue, values, element. */
const MAX_JSON_DEPTH = 4 * MAX_DEPTH + 50;

/** Looks over JSON before it is parsed: sixteen million brackets would become as many arrays. */
function assertModest(bytes: Buffer): void {
  const spend = createBudget();
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA) spend();
    else if (CLOSING.has(byte)) depth--;
    else if (OPENING.has(byte)) {
      spend();
      if (++depth > MAX_JSON_DEPTH) throw new RangeError(`more than ${MAX_JSON_DEPTH} levels deep`);
    }
  }
}

/**
 * The index of the quote that ends the string that begins at `start`; an odd number of backslashes before a quote hides
 * it.
 */
function endOfString(bytes: Buffer, start: number): number {
  for (let end = bytes.indexOf(QUOTE, start + 1); end >= 0; end = bytes.indexOf(QUOTE, end + 1)) {
    let backslashes = 0;
    while (bytes[end - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return bytes.length;
}
