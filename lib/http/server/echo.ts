import type * as Http from 'node:http';
import { attempt } from '../../attempt';
import { exchangeOf } from './exchange';
import { hasHeader, isAmong } from '../client/injection';
import { patchMethod } from '../patch';

/**
 * Adds the request ID to every response of `node:http` and `node:https`: a line behind the status line, when Node.js
 * writes the head. That way it goes out with every form of headers that Node.js knows, and the app's own view of its
 * headers stays what it is. A header of that name set by the app, in any case, stays as it is.
 */
export function installEcho(header: string): () => void {
  const { ServerResponse } = require('node:http') as typeof Http;
  return patchMethod(
    ServerResponse.prototype,
    '_storeHeader',
    (original) =>
      function (this: Http.ServerResponse, ...args) {
        const exchange = exchangeOf(this);
        if (exchange !== undefined && typeof args[0] === 'string') {
          const isSet = attempt(() => hasHeader(this, args[1], header) || isAmong(args[1], header));
          if (isSet === false) args[0] += `${header}: ${exchange.record.id}\r\n`;
        }
        return original.apply(this, args);
      },
  );
}

/**
 * A copy of the headers with one more, or the headers themselves if it is there already or they have no known shape.
 * Knows objects, `[name, value, …]` and `[[name, value], …]`.
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
