/**
 * Runs work of ours that stands before or after a call of the app's: an exception there is ours, and never the app's.
 * What the app's own objects throw while we look at them is caught here, too; Node.js meets it again by itself.
 */
export function guarded<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    // A call without its span is better than a call that fails because of us.
    return undefined;
  }
}
