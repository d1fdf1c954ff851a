let depth = 0;

/**
 * Runs code that writes a finished line: what it puts on a stream or the console is no line of its own.
 * Loggers write through the console or `process.stdout`, which are captured as well.
 */
export function passing<T>(write: () => T): T {
  depth += 1;
  try {
    return write();
  } finally {
    depth -= 1;
  }
}

/** Whether a finished line is on its way out. */
export function isPassing(): boolean {
  return depth > 0;
}
