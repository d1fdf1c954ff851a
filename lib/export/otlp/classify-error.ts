import { retryInfoOf } from './response';
import { GRPC_NAMES } from './grpc-status';
import type { Notice } from '../protocol';

/** What to do with a batch whose export failed. */
export interface ErrorClass {
  /**
   * `retry`: keep it and try later; `pause`: the endpoint does not know this signal; `drop`: it will never be taken.
   */
  readonly action: 'retry' | 'pause' | 'drop';
  readonly code: Notice['code'];
  readonly cause: string;
  /** The collector itself has answered; false: the connection failed, and the next try deserves a new one. */
  readonly answered: boolean;
  /** The batch may have been taken nonetheless. */
  readonly uncertain: boolean;
  /** How long the collector asks to wait, in ms. */
  readonly retryAfterMs?: number;
}

/** What the errors of gRPC and of Node's HTTP have, each a part of it. */
interface ExportError {
  readonly code?: unknown;
  readonly message?: string;
  readonly details?: string;
  readonly metadata?: { get(name: string): unknown[] };
  readonly retryAfterMs?: number;
}

const [GRPC_UNIMPLEMENTED, GRPC_RESOURCE_EXHAUSTED] = [12, 8];
// https://opentelemetry.io/docs/specs/otlp/#failures
const GRPC_RETRYABLE = new Set([1, 4, 10, 11, 14, 15]);
/** Of these, the ones that gRPC also creates itself, without an answer of the collector. */
const GRPC_OWN = new Set([1, 4, 14]);
const HTTP_UNIMPLEMENTED = new Set([404, 405, 501]);
// https://opentelemetry.io/docs/specs/otlp/#failures-1
const HTTP_RETRYABLE = new Set([429, 502, 503, 504]);
/** Nothing was sent: there was no connection to send it on. */
const UNSENT = new RegExp(
  'ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ENOENT|' +
    'No connection established|Name resolution failed|Waiting for LB pick',
);
const UNTRUSTED = /certificate|CERT_|ERR_TLS|ERR_SSL|SSL routines|wrong version number/i;

/**
 * The end of an export as one string: a status by its name (gRPC) or number (HTTP), else the code of an error. The
 * values of `error.type`.
 */
export function endOf(error: unknown): string {
  const { code } = (error ?? {}) as ExportError;
  if (typeof code === 'number') return code >= 100 ? String(code) : (GRPC_NAMES[code] ?? '_OTHER');
  return typeof code === 'string' && code !== '' ? code : '_OTHER';
}

/**
 * Classifies the error of a failed export. Anything without a status came from the network, and the network may come
 * back.
 */
export function classifyExportError(error: unknown): ErrorClass {
  const { code, message, details, metadata, retryAfterMs } = (error ?? {}) as ExportError;
  const text = unwrapReason((details || message || String(error)).split('\n', 1)[0]!).slice(0, 300);
  if (typeof code !== 'number')
    return lost(typeof code === 'string' && !text.includes(code) ? `${code}: ${text}` : text);
  if (code >= 100) {
    const cause = `HTTP ${code}${text && text !== 'undefined' ? `: ${text}` : ''}`;
    if (HTTP_RETRYABLE.has(code))
      return {
        action: 'retry',
        code: code === 429 || retryAfterMs !== undefined ? 'FL_EXPORT_THROTTLED' : 'FL_EXPORT_UNREACHABLE',
        cause,
        answered: true,
        uncertain: false,
        retryAfterMs,
      };
    return refused(cause, HTTP_UNIMPLEMENTED.has(code));
  }
  const cause = `${GRPC_NAMES[code] ?? `gRPC ${code}`}: ${text}`;
  const askedMs = retryInfoOf(metadata?.get('grpc-status-details-bin')[0]);
  // It is worth a retry only if the collector says when:
  // https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-throttling
  if (askedMs !== undefined && (code === GRPC_RESOURCE_EXHAUSTED || GRPC_RETRYABLE.has(code)))
    return {
      action: 'retry',
      code: 'FL_EXPORT_THROTTLED',
      cause,
      answered: true,
      uncertain: false,
      retryAfterMs: askedMs,
    };
  if (GRPC_OWN.has(code)) return lost(cause);
  if (GRPC_RETRYABLE.has(code))
    return { action: 'retry', code: 'FL_EXPORT_UNREACHABLE', cause, answered: true, uncertain: true };
  return refused(cause, code === GRPC_UNIMPLEMENTED);
}

function lost(cause: string): ErrorClass {
  const untrusted = UNTRUSTED.test(cause);
  return {
    action: 'retry',
    code: untrusted ? 'FL_EXPORT_UNTRUSTED' : 'FL_EXPORT_UNREACHABLE',
    cause,
    answered: false,
    uncertain: !untrusted && !UNSENT.test(cause),
  };
}

function refused(cause: string, unimplemented: boolean): ErrorClass {
  return {
    action: unimplemented ? 'pause' : 'drop',
    code: unimplemented ? 'FL_EXPORT_UNIMPLEMENTED' : 'FL_EXPORT_REJECTED',
    cause,
    answered: true,
    uncertain: false,
  };
}

/** Takes the reason out of gRPC's own message. */
function unwrapReason(text: string): string {
  return text.replace(
    /^No connection established\. Last error: (?:Error: )?(.*?)\.? Resolution note: ?(.*)$/,
    (_whole, reason: string, note: string) => `No connection established: ${reason}${note ? ` (${note})` : ''}`,
  );
}
