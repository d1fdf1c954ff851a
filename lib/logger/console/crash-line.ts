import { inspect } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import type { Logger } from 'winston';
import { isError } from '../line/error-description';
import { isWritten } from '../logger';
import { describeThrown } from '../line/placeholders';
import { asOwn } from '../output/own-lines';
import { LEVEL, STREAM, WRITTEN } from '../line/symbols';

/** What the crash line needs of the events of the process. */
export interface UnheardEvents {
  unheard(event: string, hook: (...args: unknown[]) => boolean): () => void;
}

/** Node's own names for what a process does last; undocumented, stable since Node 0.x and used by many packages. */
type Ending = { _exiting?: boolean; reallyExit(code: number): never };

/** Node's code for an uncaught error. */
const GENERIC_USER_ERROR = 1;

/**
 * Puts one line on stderr, level error, code FL_CRASH, in the place of the text that Node prints for an error that no
 * one catches, and then ends the process the way Node does: `exit` with the same code, the same exit code.
 *
 * It acts if no listener has handled `uncaughtException`, and is no listener itself: an app that counts listeners (as
 * error reporters do, to decide whether they have to exit) counts right, and what the app has of its own (handlers,
 * domains, a capture callback, modes of `--unhandled-rejections`) comes first, whenever it was set up. In workers
 * nothing is installed: a handled error would never reach the parent's `error` event.
 *
 * @returns The undo.
 */
export function installCrashLine(logger: Logger, events: UnheardEvents): () => void {
  if (!isMainThread) return () => undefined;
  const ending = process as unknown as Ending;
  const reallyExit = ending.reallyExit.bind(process);
  return events.unheard('uncaughtException', (thrown, origin) => {
    if (!writeCrash(logger, thrown, String(origin))) return false;
    endAsNode(ending);
    return reallyExit(Number(process.exitCode ?? GENERIC_USER_ERROR));
  });
}

/** What Node does when no one handled the error, except that it would now print it. */
function endAsNode(ending: Ending): void {
  if (ending._exiting) return;
  ending._exiting = true;
  process.exitCode = GENERIC_USER_ERROR;
  try {
    process.emit('exit', GENERIC_USER_ERROR);
  } catch {
    // Node drops these as well: the first error is the one to report.
  }
}

/** False: the line could not be written, and Node has to print the error. */
function writeCrash(logger: Logger, thrown: unknown, origin: string): boolean {
  try {
    if (!isWritten(logger, 'error')) return false;
    const info = {
      level: 'error',
      message: `Uncaught ${titleOf(thrown)}`,
      code: 'FL_CRASH',
      origin,
      error: isError(thrown) ? thrown : { name: thrown === null ? 'null' : typeof thrown, message: inspect(thrown) },
      [LEVEL]: 'error',
      [STREAM]: 'stderr',
      [WRITTEN]: false,
    };
    asOwn(() => logger.write(info));
    writeReport(thrown);
    return info[WRITTEN];
  } catch {
    return false;
  }
}

function titleOf(thrown: unknown): string {
  try {
    return isError(thrown) ? String(thrown) : inspect(thrown);
  } catch (again) {
    return describeThrown(again);
  }
}

/** `--report-uncaught-exception`: Node writes its report on a way that is not taken. */
function writeReport(thrown: unknown): void {
  const { report } = process;
  if (report?.reportOnUncaughtException) report.writeReport(isError(thrown) ? thrown : new Error(inspect(thrown)));
}
