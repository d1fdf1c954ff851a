import { attempt } from '../../attempt';
import type { StreamFollowing } from '../models/stream';

/** A stream that passes on another, chunk by chunk as it is asked for, and reports what comes. */
export function observedStream(stream: ReadableStream, following: StreamFollowing): ReadableStream {
  const reader = stream.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            attempt(() => following.end());
            controller.close();
            return;
          }
          attempt(() => following.chunk(value));
          controller.enqueue(value);
        } catch (error) {
          attempt(() => following.failed(error));
          controller.error(error);
        }
      },
      cancel(reason) {
        attempt(() => following.end());
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
