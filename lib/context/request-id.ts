/** What an incoming request ID must look like to be honoured: safe in a log, a header and a shell. */
export const REQUEST_ID_PATTERN = /^[A-Za-z0-9._-]{1,128}$/;

/** A random version 4 UUID (RFC 9562). */
export function newRequestId(): string {
  // Loaded with the first request: cryptography is a large part of Node to wait for before the app starts.
  return (require('node:crypto') as typeof import('node:crypto')).randomUUID();
}

/**
 * The request ID of a request: the client's own if it is valid, else a new one. An invalid one is replaced whole, not
 * trimmed: a shortened ID would match nothing on the client's side either.
 * @param headerValue what `request.headers[name]` holds; a repeated header counts as invalid.
 */
export function acceptRequestId(headerValue: unknown): string {
  return typeof headerValue === 'string' && REQUEST_ID_PATTERN.test(headerValue) ? headerValue : newRequestId();
}
