/**
 * Runs code that may fail on what an app passes, and that nothing depends on. If it throws, the result is `otherwise`,
 * or undefined.
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
