/**
 * Makes room for firstlight's own listener beside the app's: at most one an event, so the app's limit before
 * MaxListenersExceededWarning stays what it was.
 */
export function installRoom(): () => void {
  process.setMaxListeners(process.getMaxListeners() + 1);
  return () => void process.setMaxListeners(process.getMaxListeners() - 1);
}
