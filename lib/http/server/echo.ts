import type * as Http from 'node:http';
import { attempt } from '../../attempt';
import type { RequestRecord } from '../../context';
import { exchangeOf } from './exchange';
import { hasHeader, isAmong } from '../client/injection';
import { patchMethod } from '../patch';

/** Headers that name the trace of a request: `traceresponse` of W3C Trace Context 2, and the one that browsers read. */
export type TraceHeader = 'traceresponse' | 'server-timing';

/** What responses carry. */
export interface Echo {
  /** The header of the request ID. */
  readonly requestId: string | undefined;
  readonly trace: readonly TraceHeader[];
}

/** Undefined if responses carry nothing. */
export const createEcho = (requestId: string | undefined, trace: readonly TraceHeader[]): Echo | undefined =>
  requestId === undefined && trace.length === 0 ? undefined : { requestId, trace };

/** A header of ours. A list may have been begun by the app, which is continued; otherwise the app's own header wins. */
export interface EchoedHeader {
  readonly name: string;
  readonly value: string;
  readonly isList?: boolean;
}

/** The headers for the response to a request. */
export function echoedHeaders(
  { id, traceId, spanId, traceFlags }: RequestRecord,
  { requestId, trace }: Echo,
): EchoedHeader[] {
  const headers: EchoedHeader[] = requestId === undefined ? [] : [{ name: requestId, value: id }];
  if (traceId === undefined) return headers;
  const parent = `00-${traceId}-${spanId}-${traceFlags}`;
  for (const name of trace)
    headers.push(
      name === 'traceresponse'
        ? { name, value: parent }
        : { name, value: `traceparent;desc="${parent}"`, isList: true },
    );
  return headers;
}

/**
 * Adds headers to every response of `node:http` and `node:https`: lines behind the status line, when Node.js writes the
 * head. That way they go out with every form of headers that Node.js knows, and the app's own view of its headers stays
 * what it is. A header of that name set by the app, in any case, stays as it is.
 */
export function installEcho(echo: Echo): () => void {
  const { ServerResponse } = require('node:http') as typeof Http;
  return patchMethod(
    ServerResponse.prototype,
    '_storeHeader',
    (original) =>
      function (this: Http.ServerResponse, ...args) {
        const exchange = exchangeOf(this);
        if (exchange !== undefined && typeof args[0] === 'string') {
          for (const { name, value, isList = false } of echoedHeaders(exchange.record, echo)) {
            const isSet = isList ? false : attempt(() => hasHeader(this, args[1], name) || isAmong(args[1], name));
            if (isSet === false) args[0] += `${name}: ${value}\r\n`;
          }
        }
        return original.apply(this, args);
      },
  );
}

/**
 * A copy of the headers with one more, or the headers themselves if it is there already or they have no known shape.
 * Knows objects, `[name, value, …]` and `[[name, value], …]`.
 */
export function withHeader(headers: unknown, { name, value, isList = false }: EchoedHeader): unknown {
  const lower = name.toLowerCase();
  const same = (key: unknown): boolean => typeof key === 'string' && key.toLowerCase() === lower;
  if (Array.isArray(headers)) {
    const nested = Array.isArray(headers[0]);
    const present = headers.some((entry, index) => (nested ? same(entry?.[0]) : index % 2 === 0 && same(entry)));
    if (present && !isList) return headers;
    return nested ? [...headers, [name, value]] : [...headers, name, value];
  }
  if (typeof headers !== 'object' || headers === null) return headers;
  const key = Object.keys(headers).find(same);
  if (key === undefined) return { ...headers, [name]: value };
  return isList ? { ...headers, [key]: [(headers as Record<string, unknown>)[key], value].flat() } : headers;
}
