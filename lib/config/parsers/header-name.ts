import type { Parser } from '../entry';
import { ValidationError } from '../validation-error';
import { list } from './list';

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
  'cookie',
  'cookie2',
  'date',
  'digest',
  'dnt',
  'dpop',
  'early-data',
  'etag',
  'expect',
  'expires',
  'forwarded',
  'from',
  'host',
  'http2-settings',
  'keep-alive',
  'last-modified',
  'link',
  'location',
  'max-forwards',
  'origin',
  'pragma',
  'prefer',
  'priority',
  'range',
  'referer',
  'refresh',
  'retry-after',
  'server',
  'server-timing',
  'set-cookie',
  'set-cookie2',
  'signature',
  'signature-input',
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
  'x-api-key',
  'x-auth-token',
  'x-client-ip',
  'x-csrf-token',
  'x-real-ip',
  'x-xsrf-token',
]);
/** Families of such headers. */
const USED_FAMILY = /^(access-control|content|if|proxy|sec|x-forwarded)-/;

/** The name of a header that is free to carry an ID (RFC 9110 token), in lower case. */
export const headerName: Parser<string> = {
  parse(value) {
    const name = value.toLowerCase();
    const isFree = /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) && !USED_BY_HTTP.has(name) && !USED_FAMILY.test(name);
    if (!isFree) throw new ValidationError('the name of an HTTP header that has no other use');
    return name;
  },
};

const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** Names of headers (RFC 9110 tokens), separated by commas, in lower case. What can be read is used. */
export const headerNames: Parser<readonly string[]> = {
  parse(text) {
    const names = list.parse(text.toLowerCase());
    const good = names.filter((name) => TOKEN.test(name));
    if (good.length < names.length)
      throw new ValidationError('names of HTTP headers, separated by commas', good.length > 0 ? good : undefined);
    return good;
  },
  format: list.format!,
};
