import { NOT_OTLP, retryInfoOf } from './response';
import { GRPC_NAMES } from './grpc-status';
import type { Notice } from '../protocol';

/** What to do with a batch whose export failed. */
export interface ErrorClass {
  /**
   * `retry`: keep it and try later; `shrink`: it is too large; `pause`: the endpoint does not know this signal; `drop`:
   * it will never be taken.
   */
  readonly action: 'retry' | 'shrink' | 'pause' | 'drop';
  readonly code: Notice['code'];
  readonly cause: string;
  /** The collector itself has answered; false: the connection failed, and the next try deserves a new one. */
  readonly answered: boolean;
  /** The batch may have been taken nonetheless. */
  readonly uncertain: boolean;
  /** How long the collector asks to wait, in ms. */
  readonly retryAfterMs?: number;
  /** How large a request the endpoint takes, in bytes, if it says so. */
  readonly limitBytes?: number;
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
/** Codes of a request that is too large: OUT_OF_RANGE is what servers on tonic answer. */
const GRPC_LIMITS = new Set([GRPC_RESOURCE_EXHAUSTED, 11]);
/** What gRPC's libraries and Go's HTTP server say of a message that is too large. */
const TOO_LARGE = /larger than (?:the )?max|exceed\w* (?:the )?(?:configured )?max|too large/i;
/** What gRPC makes of a 413 of a proxy. */
const PROXY_TOO_LARGE = 'Received HTTP status code 413';
/** The size that is allowed, in the words of Go, C++ and Node.js, Rust, and Java. */
const LIMIT = /(?:vs\.?|limit is:?|maximum size:?|larger than(?: max:?)?) (\d+)/i;
// https://opentelemetry.io/docs/specs/otlp/#failures
const GRPC_RETRYABLE = new Set([1, 4, 10, 11, 14, 15]);
/** Of these, the ones that gRPC also creates itself, without an answer of the collector. */
const GRPC_OWN = new Set([1, 4, 14]);
const [HTTP_BAD_REQUEST, HTTP_TOO_LARGE] = [400, 413];
/**
 * What gRPC itself says of a stream that ended without a status: a proxy has reset it, or its server died. The code is
 * none of the collector's then.
 */
const NO_STATUS = new RegExp(
  '^(?:Received RST_STREAM with code|No status information received|Bandwidth exhausted or memory limit exceeded|' +
    'Write (?:error|failed))',
);
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
  if (code === NOT_OTLP) return { ...lost(text), code: 'FL_EXPORT_NOT_OTLP' };
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
    if (code === HTTP_TOO_LARGE || (code === HTTP_BAD_REQUEST && TOO_LARGE.test(text))) return tooLarge(cause);
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
  if ((GRPC_LIMITS.has(code) && TOO_LARGE.test(text)) || text === PROXY_TOO_LARGE) return tooLarge(cause);
  if (GRPC_OWN.has(code) || NO_STATUS.test(text)) return lost(cause);
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

function tooLarge(cause: string): ErrorClass {
  const limitBytes = Number(LIMIT.exec(cause)?.[1]) || undefined;
  return { action: 'shrink', code: 'FL_EXPORT_TOO_LARGE', cause, answered: true, uncertain: false, limitBytes };
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
