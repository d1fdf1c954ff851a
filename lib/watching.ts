import { looksLike } from './looks-like';

type Listener = (...values: any[]) => void;

/** What patched instrumentations watch results with. The app sees none of it. */
export interface Watching {
  watchPromise: typeof watchPromise;
  watchEvents: typeof watchEvents;
  quietly: typeof quietly;
}

/**
 * Observes the outcome of a promise. A listener of its own would make a rejection count as handled that the app does
 * not handle, so the app gets the promise that follows; what is no native promise comes back as it is.
 * @returns the promise for the app, which settles one microtask later.
 */
export function watchPromise<T>(promise: T, onValue: Listener, onError: Listener): T {
  if (!(promise instanceof Promise)) return promise;
  return promise.then(
    (value: unknown) => {
      quietly(onValue, value);
      return value;
    },
    (error: unknown) => {
      quietly(onError, error);
      throw error;
    },
  ) as T;
}

/**
 * Observes events of an emitter before its listeners, until the undo is called. Without a listener: one for `error`
 * would make an error that has no listener disappear, and all of them can be counted and removed.
 */
export function watchEvents(emitter: object, listeners: Readonly<Record<string, Listener>>): () => void {
  const target = emitter as { emit: Listener };
  const own = Object.getOwnPropertyDescriptor(target, 'emit');
  const inherited = Object.getPrototypeOf(target) as typeof target;
  // Looked up late if it is inherited: node:domain, and apps, replace it for all emitters.
  const original = own ? target.emit : undefined;
  const emit = looksLike(target.emit, function (this: unknown, ...args: unknown[]): unknown {
    const [event, ...values] = args;
    if (typeof event === 'string' && Object.hasOwn(listeners, event)) quietly(listeners[event]!, ...values);
    return Reflect.apply(original ?? inherited.emit, this, args) as unknown;
  });
  Object.defineProperty(target, 'emit', {
    value: emit,
    writable: true,
    configurable: true,
    enumerable: own?.enumerable ?? false,
  });
  return () => {
    if (target.emit !== emit) return;
    if (own) Object.defineProperty(target, 'emit', own);
    else delete (target as Partial<typeof target>).emit;
  };
}

/** Calls what is ours: an exception of it is not the app's. */
export function quietly(act: Listener, ...values: unknown[]): void {
  try {
    act(...values);
  } catch {
    // A span that lacks something is better than an app that fails.
  }
}
