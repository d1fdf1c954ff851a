/** A change is reported this soon, in ms: a server that answers each message with a new one is not asked in a loop. */
const SOON_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
/** A server that asks for more is asked again after this nonetheless. */
const LONGEST_ASKED_MS = 60 * 60_000;
/** How far apart the processes of a service drift, that started at once. */
const JITTER = 0.1;

/** When the server is asked next. */
export interface Schedule {
  /** The interval that the server wants, in ms. */
  interval(ms: number): void;
  /** After an answer, in ms. @param hasNews Whether there is something to report. */
  answered(hasNews: boolean): number;
  /** After a failure, in ms; at least what the server asked for. */
  failed(askedMs?: number): number;
}

/** @param random between 0 and 1 */
export function createSchedule(intervalMs: number, random: () => number = Math.random): Schedule {
  let interval = intervalMs;
  let failures = 0;
  const about = (ms: number): number => Math.round(ms * (1 + JITTER * (2 * random() - 1)));
  return {
    interval(ms) {
      interval = ms;
    },
    answered(hasNews) {
      failures = 0;
      return about(hasNews ? Math.min(interval, SOON_MS) : interval);
    },
    failed(askedMs = 0) {
      const wait = Math.min(interval * 2 ** Math.min(failures++, 20), Math.max(interval, LONGEST_MS));
      return Math.max(about(wait), Math.min(askedMs, LONGEST_ASKED_MS));
    },
  };
}
