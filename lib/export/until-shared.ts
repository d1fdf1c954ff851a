import * as timers from 'node:timers';
import { elapsed } from '../clock';

// Taken at load: the app's tests may put a fake in its place.
const { setTimeout } = timers;
/** How often shared memory is looked at, in ms: nothing wakes the event loop for it on all versions of Node.js. */
const LOOK_MS = 2;

/** Resolves when a condition in shared memory is met, or after `deadlineMs`; keeps the process alive so long. */
export function untilShared(isMet: () => boolean, deadlineMs: number): Promise<void> {
  const end = elapsed() + deadlineMs;
  return new Promise((resolve) => {
    const look = (): void => {
      if (isMet() || !(elapsed() < end)) resolve();
      else setTimeout(look, LOOK_MS);
    };
    look();
  });
}
