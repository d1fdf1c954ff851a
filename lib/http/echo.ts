import type * as Http from 'node:http';
import { exchangeOf } from './exchange';
import { patchMethod } from './patch';

/**
 * Adds the request ID to every response of `node:http` and `node:https` at the moment its headers are written.
 * Not by an early `setHeader`: on Node 20 that turns a later `writeHead(200, [array])` into a series of
 * overwrites, in which all but the last of the app's cookies are lost. A header of that name set by the app,
 * in whatever case, stays as it is.
 */
export function installEcho(header: string): () => void {
  const name = header.toLowerCase();
  const http = require('node:http') as typeof Http;
  return patchMethod(http.ServerResponse.prototype, 'writeHead', (original) => function (this: Http.ServerResponse, ...args) {
    const exchange = exchangeOf(this);
    // After the headers are out, writeHead throws: the app shall see that error, not one of ours.
    if (exchange === undefined || this.headersSent || this.hasHeader(name)) return original.apply(this, args);
    // writeHead(status, reason, headers) or writeHead(status, headers): Node's own rule, to the letter.
    const at = typeof args[1] === 'string' || (args[2] !== undefined && args[2] !== null) ? 2 : 1;
    const headers: unknown = args[at];
    if (headers === undefined || headers === null) this.setHeader(header, exchange.record.id);
    else args[at] = withHeader(headers, header, exchange.record.id);
    return original.apply(this, args);
  });
}

/**
 * A copy of the headers with one more, or the headers themselves where it is there already or they have
 * no known shape. Knows objects, `[name, value, …]` and `[[name, value], …]`.
 */
export function withHeader(headers: unknown, name: string, value: string): unknown {
  const lower = name.toLowerCase();
  const same = (key: unknown): boolean => typeof key === 'string' && key.toLowerCase() === lower;
  if (Array.isArray(headers)) {
    const nested = Array.isArray(headers[0]);
    const present = headers.some((entry, index) => (nested ? same(entry?.[0]) : index % 2 === 0 && same(entry)));
    if (present) return headers;
    return nested ? [...headers, [name, value]] : [...headers, name, value];
  }
  if (typeof headers !== 'object' || headers === null) return headers;
  return Object.keys(headers).some(same) ? headers : { ...headers, [name]: value };
}
