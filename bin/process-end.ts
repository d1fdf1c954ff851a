// Ends this process as the app ended.
import { constants } from 'node:os';

/** An exit code, or the signal that the app died of. */
export type Ending = { code: number } | { signal: NodeJS.Signals };

/** How long the kernel has to carry out a signal to ourselves, in milliseconds. */
const SIGNAL_MS = 200;

/**
 * Exits with the code, or ends by the same signal, so that a shell or supervisor sees what it would see without us. If
 * the signal does not kill, as for PID 1, the exit code is the shell's customary 128 + number.
 */
export function endProcess(ending: Ending): void {
  if ('code' in ending) process.exit(ending.code);
  const { signal } = ending;
  process.removeAllListeners(signal);
  try {
    process.kill(process.pid, signal);
  } finally {
    setTimeout(() => process.exit(128 + constants.signals[signal]), SIGNAL_MS);
  }
}
