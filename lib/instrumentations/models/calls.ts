import * as timers from 'node:timers';
import { attempt } from '../../attempt';
import { watchPromise } from '../../watching';
import type { Call } from '../shape/calls';
import type { Known } from './answer';
import { followApiPromise, type ApiPromise } from './api-promise';
import type { Inference } from './inference';
import { followStream } from './stream';

// Taken at load: the app's tests may put a fake in its place.
const { setImmediate } = timers;

/** Reads a body, or a chunk of a streamed one. What it throws is dropped. */
export type Read = (body: any) => Known | undefined;

/** Follows a call whose result is a promise of the client that reads the answer when someone waits for it. */
export const followLazily = (inference: Inference, read: Read): Call => ({
  run: (act) => inference.run(act),
  failed: (error) => inference.fail(error),
  result: (promise) =>
    followApiPromise(promise as ApiPromise, {
      responded: (isRead) =>
        // The app may read the answer itself. Whether it does shows once what waits for the response has run.
        void setImmediate(() => {
          if (!isRead()) inference.end();
        }),
      result(body) {
        inference.read(
          attempt(() => read(body)),
          body,
        );
        inference.end();
      },
      chunk(body) {
        inference.chunk();
        inference.read(
          attempt(() => read(body)),
          body,
        );
      },
      failed: (error) => inference.fail(error),
      end: () => inference.end(),
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
      attempt(() =>
        followStream(stream, {
          chunk(body) {
            inference.chunk();
            inference.read(
              attempt(() => read(body)),
              body,
            );
          },
          failed: (error) => inference.fail(error),
          end: () => inference.end(),
          run: (act) => inference.run(act),
        }),
      ) ?? false;
    if (isStream) return;
    inference.read(
      attempt(() => read(result)),
      result,
    );
    inference.end();
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
