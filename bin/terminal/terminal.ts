// What the terminal can show.
import { isatty } from 'node:tty';
import { readEnvironment, wantsColour } from '../../lib/config';

/** Whether to colour what goes to a file descriptor: by the rule of the log lines. */
export function isColoured(fd: number, { FORCE_COLOR, NO_COLOR, TERM } = readEnvironment()): boolean {
  return wantsColour({ forceColor: FORCE_COLOR, noColor: NO_COLOR, term: TERM, isTTY: isatty(fd) });
}

/** Whether a line that was written to a file descriptor can be taken back. */
export function canRedraw(fd: number, environment: NodeJS.ProcessEnv = readEnvironment()): boolean {
  return isatty(fd) && environment.TERM !== 'dumb';
}

/**
 * Whether the terminal behind a file descriptor has a window or a tab with a title: all but the console of Linux, as
 * terminals go today.
 */
export function hasTitle(fd: number, environment: NodeJS.ProcessEnv = readEnvironment()): boolean {
  return canRedraw(fd, environment) && environment.TERM !== undefined && environment.TERM !== 'linux';
}

/** The width of the terminal behind stdout (1) or stderr (2); 120 if there is none. */
export function terminalColumns(fd: number): number {
  // For a terminal, and only for one, libuv opens a descriptor of its own: the app's stays as it was.
  if (!isatty(fd)) return 120;
  return (fd === 1 ? process.stdout : process.stderr).columns || 120;
}
