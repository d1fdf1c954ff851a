import { createHook } from 'node:async_hooks';
import os from 'node:os';

/**
 * Node's own handle of a signal, of which `process.on(signal)` makes one for the first listener and closes it with the
 * last.
 */
export interface SignalHandle {
  onsignal: (signum: number) => void;
  start(signum: number): number;
  unref(): void;
  close(): void;
}
type SignalClass = { new (): SignalHandle; prototype: SignalHandle };

/** Signals that end no process: one without a listener shows what a handle is made of. */
const HARMLESS = ['SIGWINCH', 'SIGCONT', 'SIGIO'] as const;

/**
 * The class of Node's signal handles; undefined if it is not found. `process.binding('signal_wrap')` is deprecated and
 * gone with Node 24, but every handle is shown to async hooks.
 */
export function findSignalClass(): SignalClass | undefined {
  const signal = HARMLESS.find((name) => name in os.constants.signals && process.listenerCount(name) === 0);
  if (signal === undefined) return undefined;
  let found: SignalClass | undefined;
  const hook = createHook({
    init(_id, type, _trigger, resource) {
      if (type === 'SIGNALWRAP') found = (resource as { constructor: SignalClass }).constructor;
    },
  });
  const listener = (): void => {};
  hook.enable();
  try {
    process.on(signal, listener);
  } finally {
    process.removeListener(signal, listener);
    hook.disable();
  }
  return typeof found?.prototype.start === 'function' ? found : undefined;
}

/**
 * Calls `hear` with the number of a signal right before Node gives it to the listeners of the process. Nothing stands
 * between Node and the listeners: Node reads the handle's `onsignal` each time, which is a getter here.
 *
 * @param signals Those whose listeners may be older than this call: their handles are made anew.
 * @returns The undo, for handles to come.
 */
export function watchHandles(
  handles: SignalClass,
  signals: readonly NodeJS.Signals[],
  listen: (signum: number) => void,
): () => void {
  const { prototype } = handles;
  const { start } = prototype;
  let isActive = true;
  const watchedStart = function (this: SignalHandle, signum: number): number {
    const { onsignal } = this;
    if (isActive) {
      Object.defineProperty(this, 'onsignal', {
        get: () => {
          listen(signum);
          return onsignal;
        },
        configurable: true,
        enumerable: true,
      });
    }
    return Reflect.apply(start, this, [signum]);
  };
  prototype.start = watchedStart;
  for (const signal of signals) renew(signal);
  return () => {
    isActive = false;
    if (prototype.start === watchedStart) prototype.start = start;
  };
}

/** Takes the listeners of a signal off and puts them back in their order: Node makes a new handle for the first. */
function renew(signal: NodeJS.Signals): void {
  const listeners = process.rawListeners(signal) as NodeJS.SignalsListener[];
  for (const listener of listeners) process.removeListener(signal, listener);
  for (const listener of listeners) process.on(signal, listener);
}
