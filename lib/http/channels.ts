import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** The channels that lib/http listens to, and what their publishers send. */
export interface Messages {
  /** node:http and node:https: a request has arrived; no server span exists yet. */
  'http.server.request.start': { request: any; response: any; socket: any; server: any };
  /** node:net: any TCP or pipe server has accepted a connection. */
  'net.server.socket': { socket: any };
  /** undici, which fetch is made of: a request is about to be sent. */
  'undici:request:create': object;
  /** Fastify 5: the handler of a matched route is about to run. */
  'tracing:fastify.request.handler:start': { request: any; route?: { url?: string } };
}

/** Calls `act` with the first message of a channel, and never again. */
export function listenOnce<N extends keyof Messages>(name: N, act: (message: Messages[N]) => void): () => void {
  const undo = listen(name, (message) => {
    undo();
    act(message);
  });
  return undo;
}

/**
 * Subscribes to a channel. Publishers are the app's own code paths, so nothing thrown by `listener` leaves it.
 * @returns the undo.
 */
export function listen<N extends keyof Messages>(name: N, listener: (message: Messages[N]) => void): () => void {
  const guarded = (message: unknown): void => {
    try {
      listener(message as Messages[N]);
    } catch {
      // One request without our context is better than a request that fails because of us.
    }
  };
  subscribe(name, guarded);
  return () => void unsubscribe(name, guarded);
}
