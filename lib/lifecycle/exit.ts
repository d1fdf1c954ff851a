export interface ExitOptions {
  /** Brings together what takes microtasks: run when the event loop is empty, without keeping it alive. */
  readonly prepare: () => Promise<void>;
  /** Delivers everything, synchronously; called as the process exits, however it exits. */
  readonly flush: () => void;
}

/**
 * Flushes at every orderly end: an empty event loop, `process.exit`, an uncaught error. Nothing is awaited, so the app's own `beforeExit` and
 * `exit` listeners run as often and in the same order as without firstlight.
 */
export function installExit({ prepare, flush }: ExitOptions): () => void {
  const onBeforeExit = () => void prepare().catch(() => {});
  process.on('beforeExit', onBeforeExit);
  process.on('exit', flush);
  return () => {
    process.removeListener('beforeExit', onBeforeExit);
    process.removeListener('exit', flush);
  };
}
