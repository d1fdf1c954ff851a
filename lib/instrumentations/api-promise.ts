import { attempt } from '../attempt';
/** What clients that Stainless generates return: a promise that reads the answer's body once someone waits for it. */
export interface ApiPromise {
  responsePromise: Promise<unknown>;
  parseResponse: (...args: unknown[]) => unknown;
}

interface Stream {
  iterator: (...args: unknown[]) => AsyncIterator<unknown>;
}

/** Observes the outcome of a call. None of it has an effect on the app, even if it throws. */
export interface Following {
  /** The head of the answer is there; `isRead` says whether the client reads the rest. */
  responded(isRead: () => boolean): void;
  /** What the app gets. */
  result(result: unknown): void;
  failed(error: unknown): void;
  /** Takes the chunks of a stream; undefined if it is none that can be followed. */
  chunks(): Generator<void, void, unknown> | undefined;
  /** The call is over. */
  end(): void;
}

/** A stream that is never read ends with it. */
const unread = new FinalizationRegistry<() => void>((end) => end());

/**
 * Reports the outcome of the promise without reading the body itself. Returns the promise: its class, laziness and
 * handling are the client's.
 */
export function followApiPromise<T extends ApiPromise | undefined>(promise: T, following: Following): T {
  if (!(promise?.responsePromise instanceof Promise) || typeof promise.parseResponse !== 'function') {
    attempt(() => following.end());
    return promise;
  }
  const parse = promise.parseResponse;
  let isRead = false;
  const fail = (error: unknown): never => {
    attempt(() => following.failed(error));
    throw error;
  };
  // In its place, not beside it: an unhandled rejection stays one.
  promise.responsePromise = promise.responsePromise.then((props) => {
    attempt(() => following.responded(() => isRead));
    return props;
  }, fail);
  promise.parseResponse = function (this: unknown, ...args) {
    const isFirst = !isRead;
    isRead = true;
    const parsed = parse.apply(this, args);
    if (!isFirst || !(parsed instanceof Promise)) return parsed;
    return parsed.then((result: unknown) => {
      attempt(() => {
        if (!followStream(result, following)) following.result(result);
      });
      return result;
    }, fail);
  };
  return promise;
}

/** Follows the first reading of a stream; the stream and its iterators stay what they are. */
function followStream(result: unknown, following: Following): boolean {
  const stream = result as Partial<Stream> | null;
  const open = stream?.iterator;
  if (
    typeof open !== 'function' ||
    typeof (result as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] !== 'function'
  )
    return false;
  const chunks = following.chunks();
  if (!chunks) return false;
  chunks.next();
  unread.register(stream!, following.end, following);
  let isOpen = false;
  stream!.iterator = function (this: unknown, ...args) {
    const iterator = open.apply(this, args);
    if (isOpen) return iterator;
    isOpen = true;
    unread.unregister(following);
    attempt(() => followIterator(iterator, chunks, following));
    return iterator;
  };
  return true;
}

function followIterator(
  iterator: AsyncIterator<unknown>,
  chunks: Generator<void, void, unknown>,
  following: Following,
): void {
  const heard = (promise: Promise<IteratorResult<unknown>>): Promise<IteratorResult<unknown>> =>
    promise.then(
      (step) => {
        attempt(() => chunks.next(step.done ? undefined : step.value));
        if (step.done) attempt(() => following.end());
        return step;
      },
      (error) => {
        attempt(() => following.failed(error));
        throw error;
      },
    );
  for (const name of ['next', 'return', 'throw'] as const) {
    const method = iterator[name];
    if (typeof method !== 'function') continue;
    const value = (...args: [unknown]): Promise<IteratorResult<unknown>> =>
      heard(method.apply(iterator, args) as Promise<IteratorResult<unknown>>);
    Object.defineProperty(iterator, name, { value, configurable: true, writable: true });
  }
}
