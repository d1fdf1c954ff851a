import type * as Net from 'node:net';
import { type Exchange } from './exchange';
import { endWithResponse } from './messages';

type Response = Parameters<typeof endWithResponse>[1];
/** What is needed of a connection that is no socket of node:net. */
interface Closing {
  once(event: 'close', listener: () => void): unknown;
}

/** The pipelined requests of each connection that are not answered yet. */
const unanswered = new WeakMap<object, Map<Exchange, Response>>();

/**
 * Ends a pipelined request when its client leaves: until its turn comes, it has no socket and no close of its own. That
 * of a socket is heard in its `emit`, since a CONNECT that follows gives the socket, with its listeners, to the app.
 */
export function endWithSocket(exchange: Exchange, response: Response, socket: Closing): void {
  let waiting = unanswered.get(socket);
  if (waiting === undefined) {
    unanswered.set(socket, (waiting = new Map()));
    const { Socket } = require('node:net') as typeof Net;
    // One listener does for all requests of a connection, or fifteen of them would look like a leak.
    if (!(socket instanceof Socket)) socket.once('close', () => endUnanswered(socket));
  }
  const all = waiting;
  all.set(exchange, response);
  exchange.onEnd = () => void all.delete(exchange);
}

/** Ends what a connection that has closed leaves without an answer. */
export function endUnanswered(connection: object): void {
  const all = unanswered.get(connection);
  if (all !== undefined) for (const [exchange, response] of [...all]) endWithResponse(exchange, response);
}
