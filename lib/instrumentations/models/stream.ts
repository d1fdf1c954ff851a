import { attempt } from '../../attempt';
import { looksLike } from '../../looks-like';

/** Observes a stream. None of it has an effect on the app, even if it throws. */
export interface StreamFollowing {
  chunk(chunk: unknown): void;
  failed(error: unknown): void;
  /** It is over, or is read no further. */
  end(): void;
  /** Runs its steps: those of a generator are the call itself. */
  run?<T>(act: () => T): T;
}

type Step = Promise<IteratorResult<unknown>>;
type Method = (this: unknown, ...args: any[]) => any;

/** A stream that is never read ends with it. */
const unread = new FinalizationRegistry<() => void>((end) => end());

/**
 * Follows the first reading of a stream: of a client's own class with an `iterator`, an iterable, a generator or a
 * ReadableStream. It and its iterators stay what they are. False: it is none.
 */
export function followStream(stream: unknown, following: StreamFollowing): boolean {
  if (typeof stream !== 'object' || stream === null) return false;
  const iterable = stream as Record<string | symbol, unknown>;
  if (typeof iterable[Symbol.asyncIterator] !== 'function') return false;
  unread.register(stream, following.end, following);
  if (typeof iterable.next === 'function') {
    unread.unregister(following);
    followSteps(iterable, ['next', 'return', 'throw'], following);
    return true;
  }
  let isOpen = false;
  const opens = (name: string | symbol, follow: (opened: Record<string, unknown>) => void): void => {
    const open = iterable[name] as Method | undefined;
    if (typeof open !== 'function') return;
    const own = Object.getOwnPropertyDescriptor(iterable, name);
    const value = looksLike(open, function (this: unknown, ...args: unknown[]): unknown {
      const isFirst = !isOpen;
      isOpen = true;
      const opened = open.apply(this, args) as Record<string, unknown>;
      if (!isFirst) return opened;
      unread.unregister(following);
      attempt(() => follow(opened));
      return opened;
    });
    Object.defineProperty(iterable, name, {
      value,
      configurable: true,
      writable: true,
      enumerable: own?.enumerable ?? false,
    });
  };
  const steps = (opened: Record<string, unknown>): void => followSteps(opened, ['next', 'return', 'throw'], following);
  // Streams of Stainless' clients are split and read by way of it.
  if (typeof iterable.iterator === 'function') opens('iterator', steps);
  else {
    opens(Symbol.asyncIterator, steps);
    opens('getReader', (reader) => followSteps(reader, ['read', 'cancel'], following));
  }
  return true;
}

/** Follows what an iterator, or a reader, gives step by step. */
function followSteps(iterator: Record<string, unknown>, names: readonly string[], following: StreamFollowing): void {
  const heard = (isNext: boolean, promise: unknown): unknown =>
    promise instanceof Promise
      ? (promise as Step).then(
          (step) => {
            if (!isNext || step.done) attempt(() => following.end());
            else attempt(() => following.chunk(step.value));
            return step;
          },
          (error) => {
            attempt(() => following.failed(error));
            throw error;
          },
        )
      : promise;
  for (const name of names) {
    const method = iterator[name] as Method | undefined;
    if (typeof method !== 'function') continue;
    const value = looksLike(method, (...args: unknown[]): unknown =>
      heard(
        name === 'next' || name === 'read',
        following.run ? following.run(() => method.apply(iterator, args) as unknown) : method.apply(iterator, args),
      ),
    );
    Object.defineProperty(iterator, name, { value, configurable: true, writable: true, enumerable: false });
  }
}
