/** Does what may fail without anything being lost: the app goes on as without it. Undefined if it threw. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
