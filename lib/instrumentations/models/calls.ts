import * as timers from 'node:timers';
import { attempt } from '../../attempt';
import { watchPromise } from '../../watching';
import type { Call } from '../shape/calls';
import type { Read } from './answer';
import { followApiPromise, type ApiPromise } from './api-promise';
import type { Inference } from './inference';
import { followStream } from './stream';

// Taken at load: the app's tests may put a fake in its place.
const { setImmediate } = timers;

/** What becomes of an answer, whole or streamed. */
export const followingOf = (inference: Inference, read: Read) => ({
  chunk: (body: unknown) => inference.chunk(read, body),
  failed: (error: unknown) => inference.fail(error),
  end: () => inference.end(),
});

/** Follows a call whose result is a promise of the client that reads the answer when someone waits for it. */
export const followLazily = (inference: Inference, read: Read): Call => ({
  run: (act) => inference.run(act),
  failed: (error) => inference.fail(error),
  result: (promise) =>
    followApiPromise(promise as ApiPromise, {
      ...followingOf(inference, read),
      responded: (isRead) =>
        // The app may read the answer itself. Whether it does shows once what waits for the response has run.
        void setImmediate(() => {
          if (!isRead()) inference.end();
        }),
      result: (body) => inference.answered(read, body),
    }),
});

/**
 * Follows a call whose result is a promise of a body, or of a stream: itself, or what `streamOf` finds in it. The span
 * of a stream ends with it: at its end, its error, or when the app reads no further.
 */
export const followAnswer = (
  inference: Inference,
  read: Read,
  streamOf: (result: any) => unknown = (result) => result as unknown,
): Call => {
  const answered = (result: unknown): void => {
    const stream = attempt(() => streamOf(result));
    const isStream =
      attempt(() => followStream(stream, { ...followingOf(inference, read), run: (act) => inference.run(act) })) ??
      false;
    if (!isStream) inference.answered(read, result);
  };
  return {
    run: (act) => inference.run(act),
    failed: (error) => inference.fail(error),
    result(value) {
      if (value instanceof Promise) return watchPromise(value, answered, (error) => inference.fail(error));
      attempt(() => answered(value));
      return value;
    },
  };
};
