import type { Parser } from '../entry';
import { ValidationError } from '../validation-error';

export type Pairs = Readonly<Record<string, string>>;

function* members(text: string): Generator<[key: string, value: string] | undefined> {
  for (const member of text.split(',')) {
    if (member.trim() === '') continue;
    const at = member.indexOf('=');
    const pair: [string, string] = [member.slice(0, at).trim(), member.slice(at + 1).trim()];
    try {
      yield at > 0 && pair[0] !== '' ? [decodeURIComponent(pair[0]), decodeURIComponent(pair[1])] : undefined;
    } catch {
      yield undefined;
    }
  }
}

const format = (pairs: Pairs): string =>
  Object.entries(pairs)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/**
 * `key1=value1,key2=value2`, percent-decoded. The Resource SDK specification has the whole value discarded when a part
 * of it cannot be decoded.
 */
export const attributes: Parser<Pairs> = {
  parse(text) {
    const pairs = [...members(text)];
    if (pairs.includes(undefined))
      throw new ValidationError('key1=value1,key2=value2, with commas, equals signs and percent signs percent-encoded');
    return Object.fromEntries(pairs as [string, string][]);
  },
  format,
};

/** What HTTP/2 forbids, and what belongs to the connection or the request itself. */
const FORBIDDEN = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'http2-settings', 'te'],
  ...['content-length', 'host'],
]);

/**
 * Headers of OTLP exporters, in the format of W3C Baggage without metadata, percent-decoded. Names come out in lower
 * case, so that a signal's header replaces the general one of the same name. What can be read is used. Only names and
 * values are accepted that both gRPC (if `-bin` at the end asks for bytes) and HTTP can send; others are
 * refused, by name.
 */
export const headers: Parser<Pairs> = {
  parse(text) {
    const good: [string, string][] = [];
    const forbidden: string[] = [];
    let bad = false;
    for (const pair of members(text)) {
      if (pair && FORBIDDEN.has(pair[0].toLowerCase())) forbidden.push(pair[0]);
      else if (pair && /^(?!.*-bin$)[0-9a-z_.-]+$/i.test(pair[0]) && /^[\x20-\x7e]*$/.test(pair[1]))
        good.push([pair[0].toLowerCase(), pair[1]]);
      else bad = true;
    }
    if (bad || forbidden.length > 0)
      throw new ValidationError(
        `name1=value1,name2=value2, percent-encoded, of printable ASCII${
          forbidden.length > 0 ? `, without ${forbidden.join(' and ')}, which HTTP/2 does not allow` : ''
        }`,
        good.length > 0 ? Object.fromEntries(good) : undefined,
      );
    return Object.fromEntries(good);
  },
  format,
};
