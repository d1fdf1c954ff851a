import { EnvError } from 'envalid';

/** Says that a value cannot be used, and what of it still can. Never carries the value itself: it may be a secret. */
export class ValidationError extends EnvError {
  /**
   * @param expected What would have been right, as people read it: `an integer from 0 to 10`.
   * @param fallback The usable rest of the value, such as the known names of a list; without it the default applies.
   */
  constructor(
    readonly expected: string,
    readonly fallback?: unknown,
  ) {
    super(`expected ${expected}`);
  }
}
