// What the terminal can show.
import { isatty } from 'node:tty';
import { readEnvironment } from '../../lib/config';

/**
 * Whether to colour what goes to a file descriptor: a terminal or FORCE_COLOR, unless NO_COLOR (https://no-color.org)
 * or TERM=dumb.
 */
export function wantsColour(
  fd: number,
  environment: NodeJS.ProcessEnv = readEnvironment(),
  terminal: (fd: number) => boolean = isatty,
): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR !== undefined) return !['0', 'false'].includes(environment.FORCE_COLOR);
  return terminal(fd) && environment.TERM !== 'dumb';
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
