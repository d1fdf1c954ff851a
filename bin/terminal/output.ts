// Writes of the command line. They bypass process.stdout and process.stderr: merely touching those makes a shared pipe
// non-blocking, for the app that inherits it too.
import { writeSync } from 'node:fs';

/** How long a reader that does not read can hold up a write, in milliseconds. */
const WRITE_TIMEOUT_MS = 5000;

let clear: (() => void) | undefined;

/**
 * Calls a function before each write until the undo is called: it takes away what stands on the terminal only as long
 * as nothing else is written.
 */
export function beforeWrites(before: () => void): () => void {
  clear = before;
  return () => (clear = undefined);
}

/** Writes text in full; returns false if no one reads any more, or no one read in time. */
export function writeText(fd: number, text: string): boolean {
  clear?.();
  const bytes = Buffer.from(text);
  const deadline = performance.now() + WRITE_TIMEOUT_MS;
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || performance.now() > deadline) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
  return true;
}

/** One line of firstlight itself, on stderr. */
export function writeLine(text: string): void {
  writeText(2, `firstlight: ${text}\n`);
}
