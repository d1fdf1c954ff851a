/** Node's own handler of SIGTERM and SIGINT gives a raw terminal back; it is not there while a signal has a handle. */
export function resetTerminal(): void {
  try {
    // Loaded late: few apps have a terminal, and this is their last moment.
    const tty = require('node:tty') as typeof import('node:tty');
    if (tty.isatty(0) && process.stdin.isRaw) process.stdin.setRawMode(false);
  } catch {
    // A terminal that is gone needs no reset.
  }
}
