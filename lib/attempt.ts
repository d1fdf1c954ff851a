/**
 * Does what may fail on anything that an app has or passes, and what nothing depends on. If it throws, the app goes on
 * as without it: the result is `otherwise`, or undefined.
 */
export function attempt<T>(act: () => T): T | undefined;
export function attempt<T>(act: () => T, otherwise: T): T;
export function attempt<T>(act: () => T, otherwise?: T): T | undefined {
  try {
    return act();
  } catch {
    return otherwise;
  }
}
