import * as timers from 'node:timers';
import type { ProcessEvents } from './process-events';

export interface ExitOptions {
  readonly events: Pick<ProcessEvents, 'before' | 'intercept'>;
  /** Brings together what takes microtasks: run when the event loop is empty, without keeping it alive. */
  readonly prepare: () => Promise<void>;
  /**
   * Delivers what only a turning event loop can deliver, after another step; it keeps the process alive so long, and
   * settles by itself. Undefined: there is none.
   */
  readonly deliver: (after: Promise<void>) => Promise<void> | undefined;
  /** Delivers everything, synchronously; called as the process exits, however it exits. */
  readonly flush: () => void;
}

// Taken at load: the app's tests may put a fake in its place.
const { setImmediate } = timers;

/**
 * Flushes at every orderly end: an empty event loop, `process.exit`, an uncaught error. There is no listener, so the
 * app's own `beforeExit` and `exit` listeners run as often and in the same order as without firstlight, and an app that
 * removes all listeners loses nothing. Nothing is awaited, but for what needs the event loop: then the app hears of
 * `beforeExit` when that has been delivered, and the event loop is empty once more.
 */
export function installExit({ events, prepare, deliver, flush }: ExitOptions): () => void {
  let wasHeldBack = false;
  let isCollected: Promise<void> = Promise.resolve();
  const holdBack = (): boolean => {
    const delivery = wasHeldBack ? undefined : deliver(isCollected);
    wasHeldBack = delivery !== undefined;
    void delivery?.catch(() => {});
    // Node.js emits the event again after one more turn at least.
    if (wasHeldBack) setImmediate(() => {});
    return wasHeldBack;
  };
  const undos = [
    events.before('beforeExit', () => {
      if (!wasHeldBack) isCollected = prepare().catch(() => {});
    }),
    events.intercept('beforeExit', holdBack),
    events.before('exit', flush),
  ];
  return () => {
    for (const undo of undos) undo();
  };
}
