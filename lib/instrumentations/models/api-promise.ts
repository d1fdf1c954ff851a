import { attempt } from '../../attempt';
import { followStream, type StreamFollowing } from './stream';

/** What clients that Stainless generates return: a promise that reads the answer's body once someone waits for it. */
export interface ApiPromise {
  responsePromise: Promise<unknown>;
  parseResponse: (...args: unknown[]) => unknown;
}

/** Observes the outcome of a call. None of it has an effect on the app, even if it throws. */
export interface Following extends StreamFollowing {
  /** The head of the answer is there; `isRead` says whether the client reads the rest. */
  responded(isRead: () => boolean): void;
  /** What the app gets, if it is no stream. */
  result(result: unknown): void;
}

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
