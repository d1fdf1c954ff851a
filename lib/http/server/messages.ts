import type * as Http from 'node:http';
import type * as Api from '@opentelemetry/api';
import { runInContext, storedContext, withRequest } from '../../context';
import { type Exchange, exchangeOf } from './exchange';
import { patchMethod } from '../patch';
import { emitWatched, watchOf } from './watch';

/**
 * Lets the events of server requests and responses run in the context of their request, and ends the exchange when the
 * response closes. From Node 24 on, body parts that arrive after the headers are emitted in the context of the
 * connection, which has no request; before that, the end of a pipelined response is emitted in that of its successor.
 * Patching `emit` rather than adding listeners keeps listener counts as the app knows them, survives
 * `removeAllListeners()`, and comes before every listener of the app and of the instrumentations.
 */
export function installMessageEvents(): () => void {
  const http = require('node:http') as typeof Http;
  const undoRequest = patchMethod(
    http.IncomingMessage.prototype,
    'emit',
    (original) =>
      function (this: Http.IncomingMessage, ...args) {
        const exchange = exchangeOf(this);
        const watch = exchange === undefined ? watchOf(this) : undefined;
        if (watch !== undefined) return emitWatched(watch, this, args, original);
        return needsNothing(exchange, this, args[0])
          ? original.apply(this, args)
          : emitWithin(exchange, () => original.apply(this, args));
      },
  );
  const undoResponse = patchMethod(
    http.ServerResponse.prototype,
    'emit',
    (original) =>
      function (this: Http.ServerResponse, ...args) {
        const exchange = exchangeOf(this);
        const watch = exchange === undefined ? watchOf(this) : undefined;
        if (watch !== undefined) return emitWatched(watch, this, args, original);
        if (exchange !== undefined && args[0] === 'close') endWithResponse(exchange, this);
        if (exchange !== undefined && args[0] === 'error') exchange.fail(args[1]);
        return needsNothing(exchange, this, args[0])
          ? original.apply(this, args)
          : emitWithin(exchange, () => original.apply(this, args));
      },
  );
  watched = http;
  return () => {
    watched = undefined;
    undoResponse();
    undoRequest();
  };
}

/** Whose events are watched. */
let watched: Pick<typeof Http, 'IncomingMessage' | 'ServerResponse'> | undefined;

/**
 * Takes over what a context manager does to bind a request or response to a context: since the events of both are
 * watched, it is enough to remember the context, if the manager would wrap ten methods of each object and every
 * listener. As there, the first context stays.
 * @returns false if the object is none of ours.
 */
export function bindMessage(message: object, active: Api.Context): boolean {
  if (
    watched === undefined ||
    !(message instanceof watched.ServerResponse || message instanceof watched.IncomingMessage)
  )
    return false;
  const exchange = exchangeOf(message);
  if (exchange === undefined) return false;
  exchange.bind(withRequest(active).values);
  return true;
}

/**
 * Whether an event can go on as it is: one of no request, or one that no one hears; errors may be watched without a
 * listener.
 */
function needsNothing(exchange: Exchange | undefined, message: object, event: unknown): exchange is undefined {
  const { _events: heard } = message as { _events?: Record<PropertyKey, unknown> };
  return (
    exchange === undefined || (event !== 'error' && heard !== undefined && heard[event as PropertyKey] === undefined)
  );
}

/** Emits an event in the context of its request: most events have the right one already. */
export function emitWithin(exchange: Exchange, emit: () => unknown): unknown {
  const stored = storedContext();
  const isRight = stored === exchange.context || (!exchange.isBound && stored?.record === exchange.record);
  return isRight ? emit() : runInContext(exchange.context, emit);
}

/**
 * Ends the exchange as the response stands: `close` without a finished response is a client that went away. The status
 * code reads 200 from the beginning, so it counts only when the headers went out.
 */
export function endWithResponse(exchange: Exchange, response: Http.ServerResponse): void {
  const statusCode = response.headersSent ? response.statusCode : undefined;
  exchange.end({ statusCode, aborted: !response.writableFinished });
}
