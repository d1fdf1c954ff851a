/** What was started, in its order. */
export interface Closers {
  /** Notes how something that was started is stopped. */
  add(close: (() => unknown) | undefined): void;
  /** Stops everything, the last first, each once. One that throws, or rejects, keeps no other from it. */
  close(): Promise<void>;
}

/** @param onError Gets what a closer threw. */
export function createClosers(onError: (error: unknown) => void): Closers {
  const closers: (() => unknown)[] = [];
  return {
    add: (close) => void (close && closers.push(close)),
    async close() {
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
        try {
          await close();
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
