const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;
/** A collector that asks for more is tried again after this nonetheless. */
const LONGEST_ASKED_MS = 5 * 60_000;
const JITTER = 0.2;

/** Exponential back-off with jitter, so that the processes that lost a collector do not come back to it as one. */
export interface Backoff {
  /** Whether the last round failed. */
  readonly failing: boolean;
  /** A round failed: how long to wait, in ms; at least as long as the collector asked for. */
  failed(askedMs?: number): number;
  succeeded(): void;
}

/** @param random between 0 and 1 */
export function createBackoff(random: () => number = Math.random): Backoff {
  let step = 0;
  return {
    get failing() {
      return step > 0;
    },
    failed(askedMs = 0) {
      step = Math.min(step ? step * 2 : FIRST_MS, LONGEST_MS);
      return Math.max(Math.round(step * (1 + JITTER * (2 * random() - 1))), Math.min(askedMs, LONGEST_ASKED_MS));
    },
    succeeded() {
      step = 0;
    },
  };
}
