import type { Notice } from './protocol';

/** What to do with a batch whose export failed. */
export interface Verdict {
  /** `retry`: keep it and try later; `pause`: the endpoint does not know this signal; `drop`: it will never be taken. */
  readonly action: 'retry' | 'pause' | 'drop';
  readonly code: Notice['code'];
  readonly cause: string;
}

// gRPC status codes that OTLP calls retryable, and UNAUTHENTICATED and its like, which an operator may repair while the app runs.
// https://opentelemetry.io/docs/specs/otlp/#failures
const GRPC_NAMES = ['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED'];
const GRPC_UNIMPLEMENTED = 12;
const GRPC_RETRYABLE = new Set([1, 4, 8, 10, 11, 14, 15]);
const HTTP_UNIMPLEMENTED = new Set([404, 405, 501]);
const HTTP_RETRYABLE = new Set([408, 429, 502, 503, 504]);

/** Judges the error of a failed export. Anything without a status came from the network, and the network may come back. */
export function judge(error: unknown): Verdict {
  const { code, message, details } = (error ?? {}) as { code?: unknown; message?: string; details?: string };
  const text = (details || message || String(error)).split('\n', 1)[0]!.slice(0, 300);
  if (typeof code === 'number' && code >= 100) return judgeStatus(`HTTP ${code}${text && text !== 'undefined' ? `: ${text}` : ''}`, HTTP_UNIMPLEMENTED.has(code), HTTP_RETRYABLE.has(code));
  if (typeof code === 'number') return judgeStatus(`${GRPC_NAMES[code] ?? `gRPC ${code}`}: ${text}`, code === GRPC_UNIMPLEMENTED, GRPC_RETRYABLE.has(code));
  return { action: 'retry', code: 'FL_EXPORT_UNREACHABLE', cause: typeof code === 'string' && !text.includes(code) ? `${code}: ${text}` : text };
}

function judgeStatus(cause: string, unimplemented: boolean, retryable: boolean): Verdict {
  if (unimplemented) return { action: 'pause', code: 'FL_EXPORT_UNIMPLEMENTED', cause };
  if (retryable) return { action: 'retry', code: 'FL_EXPORT_UNREACHABLE', cause };
  return { action: 'drop', code: 'FL_EXPORT_REJECTED', cause };
}
