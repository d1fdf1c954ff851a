import { clock, msBetween } from '../clock';
import { createLoadFactor, flushTimeout } from './flush-timeout';
import { SharedCell } from './protocol';

/** Blocks this thread until the flush of the ticket is done, at most `deadlineMs`. Returns whether it is. */
export function waitForTicket(cells: Int32Array, ticket: number, deadlineMs: number): boolean {
  const started = clock();
  const loadFactor = createLoadFactor();
  for (;;) {
    const flushed = Atomics.load(cells, SharedCell.flushed);
    if (flushed >= ticket) return true;
    const left = flushTimeout(cells, started, loadFactor, deadlineMs) - msBetween(started, clock());
    // If a number is wrong: no wait is without a limit.
    if (!(left > 0)) return false;
    // Other cells change without a notification, so look again soon.
    Atomics.wait(cells, SharedCell.flushed, flushed, Math.min(left, 10));
  }
}
