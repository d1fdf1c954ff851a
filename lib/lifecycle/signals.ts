import os from 'node:os';

/** The signals that end a process and that a process may handle. */
const ENDING = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const satisfies readonly NodeJS.Signals[];

export interface SignalOptions {
  /** Brings together what has to be asked for asynchronously; the process dies after it settles, at the latest after `deadlineMs`. */
  readonly prepare: () => Promise<void>;
  /** Delivers everything, synchronously. */
  readonly flush: () => void;
  readonly deadlineMs: number;
}

/**
 * Flushes before a signal ends the process, and leaves to the app every signal that it handles.
 *
 * "Somebody else listens, so do nothing" would hang apps that use signal-exit, which dies only when it finds itself alone. So our listener
 * comes first, takes itself out of the list while the others run, and comes back afterwards. Where nobody else is left it flushes and lets the
 * default action kill the process, so that its parent sees the signal. An app that finishes its drain with `process.kill(process.pid, signal)`
 * and no listener left is flushed inside that call.
 */
export function installSignals({ prepare, flush, deadlineMs }: SignalOptions): () => void {
  const kill = process.kill;
  const die = (signal: NodeJS.Signals) => {
    flush();
    process.removeListener(signal, listeners[signal]!);
    // The kernel ignores a signal that process 1 sends itself without handling it.
    if (process.pid === 1) process.exit(128 + os.constants.signals[signal]);
    kill.call(process, process.pid, signal);
  };
  const handle = (signal: NodeJS.Signals) => {
    process.removeListener(signal, listeners[signal]!);
    queueMicrotask(() => process.prependListener(signal, listeners[signal]!));
    if (process.listenerCount(signal) > 0) {
      // The app may end with `process.exit`, where nothing asynchronous runs any more.
      void prepare().catch(() => {});
      return;
    }
    const late = setTimeout(() => die(signal), deadlineMs);
    void prepare().catch(() => {}).then(() => {
      clearTimeout(late);
      // Somebody may have begun to listen meanwhile: then the signal is theirs.
      if (process.listeners(signal).every((listener) => listener === listeners[signal])) die(signal);
    });
  };
  const listeners: Partial<Record<NodeJS.Signals, NodeJS.SignalsListener>> = {};
  const stayFirst = (event: string | symbol, listener: unknown) => {
    const signal = event as NodeJS.Signals;
    const ours = listeners[signal];
    if (!ours || listener === ours) return;
    // A once-listener that ran before ours would be gone when ours counts the others.
    queueMicrotask(() => {
      if (!process.listeners(signal).includes(ours)) return;
      process.removeListener(signal, ours);
      process.prependListener(signal, ours);
    });
  };
  function flushingKill(this: unknown, pid: number, signal?: string | number): true {
    const name = ENDING.find((ending) => ending === (signal ?? 'SIGTERM') || os.constants.signals[ending] === signal);
    if (pid === process.pid && name && process.listenerCount(name) === 0) flush();
    return kill.call(process, pid, signal as never);
  }

  for (const signal of ENDING) {
    listeners[signal] = handle;
    process.prependListener(signal, handle);
  }
  process.on('newListener', stayFirst);
  process.kill = flushingKill;
  return () => {
    process.removeListener('newListener', stayFirst);
    for (const signal of ENDING) process.removeListener(signal, handle);
    if (process.kill === flushingKill) process.kill = kill;
  };
}
