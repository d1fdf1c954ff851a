import type { ProcessEvents } from './process-events';

export interface ExitOptions {
  readonly events: Pick<ProcessEvents, 'before'>;
  /** Brings together what takes microtasks: run when the event loop is empty, without keeping it alive. */
  readonly prepare: () => Promise<void>;
  /** Delivers everything, synchronously; called as the process exits, however it exits. */
  readonly flush: () => void;
}

/**
 * Flushes at every orderly end: an empty event loop, `process.exit`, an uncaught error. Nothing is awaited, and there
 * is no listener, so the app's own `beforeExit` and `exit` listeners run as often and in the same order as without
 * firstlight, and an app that removes all listeners loses nothing.
 */
export function installExit({ events, prepare, flush }: ExitOptions): () => void {
  const undos = [events.before('beforeExit', () => void prepare().catch(() => {})), events.before('exit', flush)];
  return () => {
    for (const undo of undos) undo();
  };
}
