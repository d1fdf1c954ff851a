import { type Exchange } from './exchange';
import { endWithResponse } from './messages';

type Response = Parameters<typeof endWithResponse>[1];
/** What is needed of a socket. */
interface Closing {
  once(event: 'close', listener: () => void): unknown;
}

/** The pipelined requests of each connection that are not answered yet. */
const unanswered = new WeakMap<Closing, Map<Exchange, Response>>();

/**
 * Ends a pipelined request when its client leaves: until its turn comes, it has no socket and no close of its own. One
 * listener does for all requests of a connection, or fifteen of them would look like a leak.
 */
export function endWithSocket(exchange: Exchange, response: Response, socket: Closing): void {
  let waiting = unanswered.get(socket);
  if (waiting === undefined) {
    const all = (waiting = new Map<Exchange, Response>());
    unanswered.set(socket, all);
    socket.once('close', () => {
      for (const [each, its] of [...all]) endWithResponse(each, its);
    });
  }
  const all = waiting;
  all.set(exchange, response);
  exchange.onEnd = () => void all.delete(exchange);
}
