let depth = 0;

/**
 * Runs code that writes a line of firstlight's own: one that the app has not written in any form. Without firstlight
 * there would be no write, so the app must not learn of one that fails.
 */
export function asOwn<T>(write: () => T): T {
  depth += 1;
  try {
    return write();
  } finally {
    depth -= 1;
  }
}

/** Whether the line that is being written is firstlight's own. */
export function isOwn(): boolean {
  return depth > 0;
}
