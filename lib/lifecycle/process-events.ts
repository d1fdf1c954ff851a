import { attempt } from '../attempt';

type Emit = (this: unknown, event: string | symbol, ...args: unknown[]) => boolean;

type Take = (deliver: () => void, ...args: unknown[]) => boolean;

/** Events of the process, as Node emits them, without a listener that the app could count or remove. */
export interface ProcessEvents {
  /** Calls `hook` before the listeners of an event. What it throws is dropped. */
  before(event: string, hook: () => void): () => void;
  /** Calls `hook` after an event that had no listener. True: for Node, it had one. */
  unheard(event: string, hook: (...args: unknown[]) => boolean): () => void;
  /** Has `take` decide whether an event is emitted now, or, if it returns true, later by what it is given, or never. */
  intercept(event: string, take: Take): () => void;
  /** Gives `process.emit` back, unless something else has replaced it meanwhile. */
  close(): void;
}

// Taken at load: the app may put a `process` of its own in its place.
const self = process;

/** Replaces `process.emit`, which Node calls for each event of the process. */
export function watchProcess(): ProcessEvents {
  const own = Object.getOwnPropertyDescriptor(self, 'emit');
  // Looked up late if it is inherited: the domain module replaces it.
  const next = own ? (): Emit => own.value as Emit : (): Emit => (Object.getPrototypeOf(self) as { emit: Emit }).emit;
  const first = new Map<unknown, () => void>();
  const takers = new Map<unknown, Take>();
  const last = new Map<unknown, (...args: unknown[]) => boolean>();
  const emit: Emit = function (...args) {
    const [event, ...rest] = args;
    // The end of the process is the app's, and so is every other event.
    attempt(() => first.get(event)?.());
    if (takers.get(event)?.(() => void Reflect.apply(next(), this, args), ...rest)) return true;
    return Reflect.apply(next(), this, args) || (last.get(event)?.(...rest) ?? false);
  };
  Object.defineProperty(self, 'emit', {
    value: emit,
    configurable: true,
    writable: true,
    enumerable: own?.enumerable ?? false,
  });
  const put = <T>(hooks: Map<unknown, T>, event: string, hook: T): (() => void) => {
    hooks.set(event, hook);
    return () => void hooks.delete(event);
  };
  return {
    before: (event, hook) => put(first, event, hook),
    unheard: (event, hook) => put(last, event, hook),
    intercept: (event, take) => put(takers, event, take),
    close() {
      first.clear();
      takers.clear();
      last.clear();
      if ((self.emit as unknown) !== emit) return;
      if (own) Object.defineProperty(self, 'emit', own);
      else delete (self as { emit?: unknown }).emit;
    },
  };
}
