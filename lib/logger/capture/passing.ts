/** A logger's call while its sinks write: what they print to the console meanwhile is the line of that call. */
export interface RunningCall {
  /** Writes a text that a sink of the logger has printed. False: it is no line of the logger's. */
  print(text: string, stream: 'stdout' | 'stderr'): boolean;
}

const FINISHED = Symbol('finished');
let current: RunningCall | typeof FINISHED | undefined;

function within<T>(what: NonNullable<typeof current>, work: () => T): T {
  const outer = current;
  current = what;
  try {
    return work();
  } finally {
    current = outer;
  }
}

/**
 * Runs code that writes a finished line: what it puts on a stream or the console is no line of its own. Loggers write
 * through the console or `process.stdout`, which are captured as well.
 */
export function passing<T>(write: () => T): T {
  return within(FINISHED, write);
}

/** Runs the sinks of a logger: what they put on a stream is finished, what they print to the console is `call`'s. */
export function running<T>(call: RunningCall, work: () => T): T {
  return within(call, work);
}

/** Whether a line is on its way out: what reaches a stream now is no line of its own. */
export function isPassing(): boolean {
  return current !== undefined;
}

/** The call whose sinks are running, unless one of them is writing a finished line. */
export function runningCall(): RunningCall | undefined {
  return current === FINISHED ? undefined : current;
}
