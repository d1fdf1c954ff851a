import type * as Http from 'node:http';
import { currentRequest, runWithRequest } from '../context';
import { type Exchange, exchangeOf } from './exchange';
import { patchMethod } from './patch';

/**
 * Lets the events of server requests and responses run in the context of their request, and ends the exchange when
 * the response closes. From Node 24 on, body parts that arrive after the headers are emitted in the context of the
 * connection, which has no request; before that, the end of a pipelined response is emitted in that of its successor.
 * Patching `emit` rather than adding listeners keeps listener counts as the app knows them, survives
 * `removeAllListeners()`, and comes before every listener of the app and of the instrumentations.
 */
export function installMessageEvents(): () => void {
  const http = require('node:http') as typeof Http;
  const undoRequest = patchMethod(http.IncomingMessage.prototype, 'emit', (original) =>
    function (this: Http.IncomingMessage, ...args) {
      const exchange = exchangeOf(this);
      return needsContext(exchange) ? runWithRequest(exchange.record, () => original.apply(this, args)) : original.apply(this, args);
    });
  const undoResponse = patchMethod(http.ServerResponse.prototype, 'emit', (original) =>
    function (this: Http.ServerResponse, ...args) {
      const exchange = exchangeOf(this);
      if (exchange !== undefined && args[0] === 'close') endWithResponse(exchange, this);
      return needsContext(exchange) ? runWithRequest(exchange.record, () => original.apply(this, args)) : original.apply(this, args);
    });
  return () => {
    undoResponse();
    undoRequest();
  };
}

/** Whether the context of an exchange has to be entered: most events come in the right one. */
export function needsContext(exchange: Exchange | undefined): exchange is Exchange {
  return exchange !== undefined && currentRequest() !== exchange.record;
}

/**
 * Ends the exchange as the response stands: `close` without a finished response is a client that went away. The
 * status code reads 200 from the beginning, so it counts only when the headers went out.
 */
export function endWithResponse(exchange: Exchange, response: Http.ServerResponse): void {
  const statusCode = response.headersSent ? response.statusCode : undefined;
  exchange.end({ statusCode, aborted: !response.writableFinished });
}
