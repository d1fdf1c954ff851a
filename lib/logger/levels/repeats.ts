import * as timers from 'node:timers';
import { VARYING } from './sampling';

// Taken at load: the app's tests may put a fake clock in their place.
const { setTimeout } = timers;

/** How many different messages are remembered; further ones are each written. */
const MOST = 200;
const KEY_LENGTH = 300;

/** Limits how often the same message is written. */
export interface Repeats {
  /** Whether this one is written. If not, `report` gets the number of those left out when the interval ends. */
  admits(message: string, report: (times: number) => void): boolean;
}

/**
 * Lets each message (numbers and IDs in it apart) through once per interval (ms, default a minute), counting the
 * others. The timer does not hold the process open.
 */
export function createRepeats(intervalMs = 60_000): Repeats {
  const counts = new Map<string, number>();
  const open = (message: string, report: (times: number) => void): void => {
    counts.set(message, 0);
    setTimeout(() => {
      const times = counts.get(message) ?? 0;
      counts.delete(message);
      if (times === 0) return;
      // The summary counts as this interval's message.
      open(message, report);
      report(times);
    }, intervalMs).unref();
  };
  return {
    admits(text, report) {
      const message = text.slice(0, KEY_LENGTH).replace(VARYING, '#');
      const times = counts.get(message);
      if (times !== undefined) {
        counts.set(message, times + 1);
        return false;
      }
      if (counts.size < MOST) open(message, report);
      return true;
    },
  };
}
