// An HTTP request as a command line that sends it again.
import type { SpanRecord } from '../decode/records';

/** Headers that curl sets by itself, or that belong to the connection that was. */
const NOT_REPEATED = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'traceparent',
  'tracestate',
  'baggage',
]);

/**
 * The request of an HTTP span as a POSIX shell command; undefined if the span has no address. Bodies are not recorded,
 * so the command has none. Every part is quoted: what a stranger sent as a path is an argument here, never a command.
 */
export function curlOf(span: SpanRecord): string | undefined {
  const { attributes } = span;
  const pick = (...names: string[]): string | undefined =>
    names
      .map((name) => attributes[name])
      .filter((value) => value !== undefined && value !== null && value !== '')
      .map(String)[0];
  const method = pick('http.request.method', 'http.method');
  if (method === undefined || (span.kind !== 'SERVER' && span.kind !== 'CLIENT')) return undefined;
  const url = pick('url.full', 'http.url') ?? urlOf(pick);
  if (url === undefined || !/^https?:\/\//i.test(url)) return undefined;
  const parts = ['curl', '--globoff'];
  if (method === 'HEAD') parts.push('--head');
  else if (method !== 'GET') parts.push('--request', quote(method));
  for (const [name, value] of Object.entries(attributes)) {
    const header = /^http\.request\.header\.(.+)$/.exec(name)?.[1]?.replace(/_/g, '-');
    if (header !== undefined && !NOT_REPEATED.has(header.toLowerCase()))
      parts.push('--header', quote(`${header}: ${[value].flat().join(', ')}`));
  }
  return [...parts, '--url', quote(url)].join(' ');
}

function urlOf(pick: (...names: string[]) => string | undefined): string | undefined {
  const host = pick('server.address', 'http.host', 'net.host.name');
  const path = pick('url.path', 'http.target');
  if (host === undefined || path === undefined) return undefined;
  const port = pick('server.port', 'net.host.port', 'network.local.port');
  const query = pick('url.query');
  const name = host.includes(':') && !host.startsWith('[') && !/:\d+$/.test(host) ? `[${host}]` : host;
  const authority = port === undefined || /:\d+$/.test(name) ? name : `${name}:${port}`;
  const search = query === undefined || path.includes('?') ? '' : `?${query}`;
  return `${pick('url.scheme', 'http.scheme') ?? 'http'}://${authority}${path}${search}`;
}

/**
 * Within single quotes a POSIX shell interprets nothing. Control characters are left out: a terminal that the command
 * is pasted into would obey them.
 */
function quote(text: string): string {
  // eslint-disable-next-line no-control-regex
  const printable = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
  return /^[\w@%+=:,./-]+$/.test(printable) ? printable : `'${printable.replace(/'/g, `'\\''`)}'`;
}
