// Taken at load: the app, or its test framework, may freeze or step the clocks that it sees.
const { hrtime } = process;
const own = performance;
const { now } = performance;

/** Milliseconds since this thread started, of the monotonic clock: for deadlines and durations within a thread. */
export const elapsed = (): number => now.call(own);

/**
 * Milliseconds of the monotonic clock, the same in every thread of the process, as 32 bits, never 0: compare with
 * {@link msBetween}.
 */
export function clock(): number {
  const [seconds, nanoseconds] = hrtime();
  return (seconds * 1000 + nanoseconds / 1e6) | 0 || 1;
}

/** Milliseconds from one time of {@link clock} to another, which may be before it; right for 24 days. */
export const msBetween = (from: number, to: number): number => (to - from) | 0;
