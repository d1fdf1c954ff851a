import { elapsed } from '../clock';

/** One deadline for several steps: what an early step uses up, a later one no longer has. */
export interface Deadline {
  /** Milliseconds left, never below 0. */
  left(): number;
}

/** A deadline that starts to run when it is first asked, and runs once in the life of a process. */
export function createDeadline(ms: number, now: () => number = elapsed): Deadline {
  let end: number | undefined;
  return {
    left() {
      end ??= now() + ms;
      return Math.max(0, end - now());
    },
  };
}
