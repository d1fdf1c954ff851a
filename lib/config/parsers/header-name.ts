import type { Parser } from '../entry';
import { ValidationError } from '../validation-error';

/**
 * Headers that HTTP, browsers, proxies or trace context use: an ID in one of them would break requests, be a secret, or
 * be the same for many requests. See https://www.iana.org/assignments/http-fields and RFC 9110.
 */
const USED_BY_HTTP = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'accept-ranges',
  'age',
  'allow',
  'alt-svc',
  'authorization',
  'baggage',
  'cache-control',
  'connection',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-range',
  'content-security-policy',
  'content-type',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'early-data',
  'etag',
  'expect',
  'expires',
  'forwarded',
  'from',
  'host',
  'http2-settings',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'keep-alive',
  'last-modified',
  'link',
  'location',
  'max-forwards',
  'origin',
  'pragma',
  'prefer',
  'priority',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'referer',
  'refresh',
  'retry-after',
  'server',
  'server-timing',
  'set-cookie',
  'set-cookie2',
  'strict-transport-security',
  'te',
  'traceparent',
  'tracestate',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'upgrade-insecure-requests',
  'user-agent',
  'vary',
  'via',
  'warning',
  'www-authenticate',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-api-key',
]);
/** Families of such headers. */
const USED_FAMILY = /^(access-control|sec|proxy)-/;

/** The name of a header that is free to carry an ID (RFC 9110 token), in lower case. */
export const headerName: Parser<string> = {
  parse(value) {
    const name = value.toLowerCase();
    const isFree = /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) && !USED_BY_HTTP.has(name) && !USED_FAMILY.test(name);
    if (!isFree) throw new ValidationError('the name of an HTTP header that has no other use');
    return name;
  },
};
