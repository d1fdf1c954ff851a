import os from 'node:os';
import * as timers from 'node:timers';
import { findSignalClass, watchHandles, type SignalHandle } from './signal-handles';
import { resetTerminal } from './terminal';

/**
 * The signals that end a process and that a process may handle, but for those by which the kernel reports a fault, and
 * SIGPROF, which V8 uses. Windows has few of them, others no SIGBREAK.
 */
const ENDING = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR2',
  'SIGALRM',
  'SIGVTALRM',
  'SIGXCPU',
  'SIGIO',
  'SIGPWR',
  'SIGSTKFLT',
  'SIGBREAK',
] as const satisfies readonly NodeJS.Signals[];

export interface SignalOptions {
  /**
   * Brings together what has to be asked for asynchronously; the process dies after it settles, at the latest after
   * `deadlineMs`.
   */
  readonly prepare: () => Promise<void>;
  /** Delivers what only a turning event loop can deliver; undefined: there is none. */
  readonly deliver: (after: Promise<void>) => Promise<void> | undefined;
  /** Delivers everything, synchronously. */
  readonly flush: () => void;
  readonly deadlineMs: number;
}

/** How far apart the messages of a signal to its two handles may come, in ms, on a busy machine. */
const BETWEEN_MS = 50;

/** What ends a process in Node: `process.kill` checks its arguments and calls `_kill`. */
type Killing = { _kill(pid: number, signum: number): number };

// Taken at load: the app may put fakes in their place, or a `process` of its own.
const { setTimeout, clearTimeout, setImmediate } = timers;
const { pid: ownPid } = process;

/**
 * Flushes before a signal ends the process, and leaves to the app every signal that it handles.
 *
 * A listener of ours would be seen: by apps that count listeners before they add theirs, by signal-exit, which dies
 * only when it finds itself alone, and by the default action, which a signal has only while there is none. So this is
 * no listener but a second handle of the signal, which Node and libuv keep beside that of `process.on`. Both get each
 * signal in the same turn of the event loop, in any order; the check phase behind it knows whether the process had a
 * listener. If not, everything is flushed, and the default action kills the process, so that its parent sees the
 * signal.
 */
export function installSignals({ prepare, deliver, flush, deadlineMs }: SignalOptions): () => void {
  const Handle = findSignalClass();
  if (Handle === undefined) return () => {};
  const { start } = Handle.prototype;
  const numbers = new Map<number, NodeJS.Signals>();
  for (const name of ENDING) if (name in os.constants.signals) numbers.set(os.constants.signals[name], name);
  /** The signals that the app's listeners got in this turn. */
  const heard = new Set<number>();
  const collect = (): void => void prepare().catch(() => {});
  const unwatch = watchHandles(
    Handle,
    [...numbers.values()].filter((name) => process.listenerCount(name) > 0),
    (signum) => {
      if (!numbers.has(signum)) return;
      heard.add(signum);
      // The app may end with `process.exit`, if nothing asynchronous runs any more.
      collect();
    },
  );

  const decide = (signum: number, isLate = false): void => {
    if (heard.delete(signum)) return;
    // Another thread may have caught the signal and be between the two messages that libuv sends, one for each handle.
    if (!isLate && process.listenerCount(numbers.get(signum)!) > 0) setTimeout(decide, BETWEEN_MS, signum, true);
    else end(signum);
  };
  const handles = new Map<number, SignalHandle>();
  const open = (signum: number): void => {
    const handle = new Handle();
    handle.unref();
    handle.onsignal = () => void setImmediate(decide, signum);
    heard.delete(signum);
    if (Reflect.apply(start, handle, [signum]) === 0) handles.set(signum, handle);
    else handle.close();
  };
  const close = (signum: number): boolean => {
    handles.get(signum)?.close();
    return handles.delete(signum);
  };

  const killing = process as unknown as Killing;
  const kill = killing._kill;
  /** With no handle left the signal has its default action, and this doesn't return. */
  const killSelf = (signum: number, send: () => number): number => {
    const wasOpen = close(signum);
    try {
      return send();
    } finally {
      if (wasOpen) open(signum);
    }
  };
  const die = (signum: number): void => {
    flush();
    // The kernel ignores a signal that process 1 sends itself without handling it.
    if (ownPid === 1) process.exit(128 + signum);
    resetTerminal();
    killSelf(signum, () => Reflect.apply(kill, process, [ownPid, signum]));
  };
  let isEnding = false;
  const end = (signum: number): void => {
    if (isEnding) return;
    isEnding = true;
    const dieOnce = (): void => {
      if (!isEnding) return;
      isEnding = false;
      die(signum);
    };
    const late = setTimeout(dieOnce, deadlineMs);
    const prepared = prepare().catch(() => {});
    void prepared
      .then(() => deliver(prepared))
      .catch(() => {})
      .then(() => {
        clearTimeout(late);
        dieOnce();
      });
  };
  const flushingKill: Killing['_kill'] = function (this: unknown, pid, signum) {
    const send = (): number => Reflect.apply(kill, this, [pid, signum]);
    const name = numbers.get(signum);
    if (name === undefined || !isOwn(pid) || process.listenerCount(name) > 0) return send();
    flush();
    return killSelf(signum, send);
  };

  for (const signum of numbers.keys()) open(signum);
  killing._kill = flushingKill;
  return () => {
    unwatch();
    for (const signum of [...handles.keys()]) close(signum);
    if (killing._kill === flushingKill) killing._kill = kill;
  };
}

/** Whether a signal sent to this number reaches this process: itself, or the group that it is in or leads. */
const isOwn = (pid: number): boolean => pid === ownPid || pid === 0 || pid === -ownPid;
