import type { Parser } from '../entry';
import { ValidationError } from '../validation-error';

/** An endpoint taken apart. A URL object would not do: it forgets whether the scheme or a default port were written. */
export interface Address {
  /** Absent if only `host:port` was written. */
  readonly scheme?: 'http' | 'https' | 'unix';
  /** With brackets around IPv6; empty for `unix`. */
  readonly host: string;
  /** Only if it was written. */
  readonly port?: number;
  /** Path and query; empty if nothing, or only a slash, follows the host. For `unix` the path of the socket. */
  readonly path: string;
  /** `user:password` of the URL. */
  readonly userinfo?: string;
}

const SCHEME = /(?:(https?):\/\/)?/;
const USERINFO = /(?:([^@/?#\s]*)@)?/;
const HOST = /(\[[0-9a-f:.]+\]|[^\p{Cc}:/?#@\s[\]"'`<>\\^{|}]+)/u;
const PORT = /(?::(\d{1,5}))?/;
const PATH = /([/?][^#\s]*)?/;
const SHAPE = new RegExp(`^${[SCHEME, USERINFO, HOST, PORT, PATH].map(({ source }) => source).join('')}$`, 'iu');

/** Takes an endpoint apart: a URL with http, https or unix, or `host:port`. Undefined if it is neither. */
export function parseAddress(text: string): Address | undefined {
  const socket = /^unix:(?:\/\/)?(\/[^\s]+)$/i.exec(text);
  if (socket) return { scheme: 'unix', host: '', path: socket[1]! };
  const [whole, scheme, userinfo, host, port, path = ''] = SHAPE.exec(text) ?? [];
  if (whole === undefined || host === undefined || Number(port ?? 1) > 65535 || Number(port ?? 1) === 0)
    return undefined;
  if (!URL.canParse(`http://${host}:1${path}`)) return undefined;
  return {
    scheme: scheme?.toLowerCase() as 'http' | 'https' | undefined,
    host,
    port: port === undefined ? undefined : Number(port),
    path: path === '/' ? '' : path,
    userinfo,
  };
}

/** Where an OTLP exporter sends to, as it was written. */
export const endpoint: Parser<string> = {
  parse(text) {
    if (parseAddress(text) === undefined)
      throw new ValidationError('a URL such as http://localhost:4317, or host:port');
    return text;
  },
};
