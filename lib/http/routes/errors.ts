import { attempt } from '../../attempt';
import { looksLike } from '../../context';
import { currentExchange, type Exchange, exchangeOf } from '../server/exchange';
import { patchMethod } from '../patch';

type Function = (this: unknown, ...args: any[]) => unknown;

const watched = new WeakMap<object, object>();

/** Notes the error that a request ends with: the last one, since an error handler may pass on another. */
export function noteError(exchange: Exchange | undefined, error: unknown): void {
  if (exchange !== undefined && error) exchange.exception = error;
}

/** The same for a request, which may be anything. */
export function noteErrorOf(request: unknown, error: unknown): void {
  if (typeof request === 'object' && request !== null) noteError(exchangeOf(request), error);
}

/**
 * Notes what a promise of a framework's is rejected with; the framework itself handles the rejection.
 * @param left What error it has left elsewhere, if it is fulfilled.
 */
function noteRejection(result: unknown, left?: () => unknown): void {
  const exchange = result instanceof Promise ? currentExchange() : undefined;
  if (exchange === undefined) return;
  void (result as Promise<unknown>).then(left && (() => noteError(exchange, left())), (error: unknown) =>
    noteError(exchange, error),
  );
}

/**
 * A handler that notes what it throws, or rejects with.
 * @param left What error it has left elsewhere, if it is fulfilled.
 */
export const notingErrors = (handler: Function, left?: (args: readonly unknown[]) => unknown): Function =>
  function (this: unknown, ...args: unknown[]): unknown {
    try {
      const result = handler.apply(this, args);
      noteRejection(result, left && (() => left(args)));
      return result;
    } catch (error) {
      noteError(currentExchange(), error);
      throw error;
    }
  };

/** Watches a method that is given the request at the place `at`, and an error at `errorAt`. Default: first. */
export function watchErrors(prototype: object, name: string, at: number, errorAt = 0): void {
  patchMethod(
    prototype,
    name,
    (original) =>
      function (this: unknown, ...args) {
        noteErrorOf(args[at], args[errorAt]);
        return original.apply(this, args);
      },
  );
}

/**
 * What Express, Connect and others answer with if no handler of the app's does.
 * @param loaded what `require('finalhandler')` gives.
 */
export function watchFinalHandler<T>(loaded: T): T {
  const original = loaded as Function;
  if (typeof original !== 'function') return loaded;
  const known = watched.get(original);
  if (known !== undefined) return known as T;
  const replacement = looksLike(original, function (this: unknown, ...args: unknown[]): unknown {
    const done = original.apply(this, args);
    const [request] = args;
    if (typeof done !== 'function' || typeof request !== 'object' || request === null) return done;
    return looksLike(done as Function, function (this: unknown, ...values: unknown[]): unknown {
      noteErrorOf(request, values[0]);
      return (done as Function).apply(this, values);
    });
  });
  watched.set(original, replacement).set(replacement, replacement);
  return replacement as T;
}

/**
 * Where Fastify takes each error, before the app's error handler.
 * @param loaded what `fastify/lib/error-handler.js` exports.
 */
export function watchFastifyErrors<T>(loaded: T): T {
  const { handleError } = loaded as { handleError?: object };
  if (handleError === undefined || watched.has(handleError)) return loaded;
  patchMethod(
    loaded as object,
    'handleError',
    (original) =>
      function (this: unknown, ...args) {
        attempt(() => {
          const { raw } = (args[0] as { request: { raw: object } }).request;
          noteErrorOf(raw, args[1]);
        });
        return original.apply(this, args);
      },
  );
  const { handleError: replacement } = loaded as { handleError: object };
  watched.set(replacement, replacement);
  return loaded;
}
