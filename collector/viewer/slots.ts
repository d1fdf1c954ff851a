// Time as the steps of a chart.

/** Seconds that one step of a chart may stand for. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];
const MAX_STEPS = 120;

/** A part of time, in milliseconds since the epoch; what is absent is not bounded. */
export interface TimeRange {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

export interface Slots {
  /** The start of each step, in seconds since the epoch. */
  readonly times: readonly number[];
  /** Seconds of a step. */
  readonly width: number;
  /** The step of a moment, in seconds; undefined outside. */
  at(second: number): number | undefined;
}

/**
 * Divides the time between two moments (in seconds) into at most 120 steps of a round length, no shorter than `least`.
 */
export function slotsOf(first: number, last: number, least = 1): Slots {
  const width = STEPS.find((step) => step >= least && (last - first) / step < MAX_STEPS) ?? STEPS.at(-1)!;
  const start = Math.floor(first / width) * width;
  const count = Math.min(10 * MAX_STEPS, Math.max(1, Math.floor((last - start) / width) + 1));
  return {
    times: Array.from({ length: count }, (_, index) => start + index * width),
    width,
    at(second) {
      const index = Math.floor((second - start) / width);
      return index >= 0 && index < count ? index : undefined;
    },
  };
}

/** Whether a moment, in milliseconds, is within a range. */
export const isWithin = (ms: number, { fromMs = -Infinity, toMs = Infinity }: TimeRange): boolean =>
  ms >= fromMs && ms <= toMs;
