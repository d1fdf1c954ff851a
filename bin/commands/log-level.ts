// firstlight log-level: changes the levels of a running process, through the file that it watches.
import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { logLevel, logLevels } from '../../lib/config';
import { parseOptions, type OptionTable } from '../command-line/options';
import { writeLine, writeText } from '../terminal/output';
import type { Ending } from '../process-end';
import { UsageError } from '../command-line/usage-error';

export const options = {
  for: { kind: 'duration', help: 'how long the level holds, such as 500ms, 60s, 10m or 1h (default 10m)' },
  logger: { kind: 'name', help: 'only for loggers of this name or glob' },
  file: {
    kind: 'file',
    help: 'the file that the process watches (default: its FIRSTLIGHT_LOG_LEVEL_FILE, if Linux shows it)',
  },
} as const satisfies OptionTable;

/** sysexits.h EX_UNAVAILABLE and EX_CANTCREAT. */
const NO_FILE_EXIT_CODE = 69;
const NOT_WRITABLE_EXIT_CODE = 73;
const VARIABLE = 'FIRSTLIGHT_LOG_LEVEL_FILE=';

/** Runs `firstlight log-level`. */
export async function run(args: string[]): Promise<Ending> {
  const { values, rest } = parseOptions(args, options);
  const [pid, word] = values.file === undefined ? rest : [undefined, rest[0]];
  if (rest.length !== (values.file === undefined ? 2 : 1))
    throw new UsageError('log-level: expected a process ID and a level, or --file and a level');
  if (pid !== undefined && !/^\d+$/.test(pid))
    throw new UsageError(`log-level: expected a process ID, received "${pid}"`);
  const level = levelOf(word!);
  if (pid !== undefined && !isRunning(Number(pid))) {
    writeLine(`log-level: there is no process ${pid}`);
    return { code: NO_FILE_EXIT_CODE };
  }
  const file = values.file ?? fileOf(pid!);
  if (file === undefined) {
    writeLine(
      `log-level: process ${pid} has no FIRSTLIGHT_LOG_LEVEL_FILE that can be read: start it with one, or ` +
        `name the file with --file`,
    );
    return { code: NO_FILE_EXIT_CODE };
  }
  const line = `${values.logger === undefined ? '' : `${values.logger}=`}${level} for ${values.for ?? '10m'}\n`;
  try {
    writeFileSync(file, line);
  } catch (error) {
    writeLine(`log-level: cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
    return { code: NOT_WRITABLE_EXIT_CODE };
  }
  writeText(1, `${file}: ${line}`);
  return { code: 0 };
}

function levelOf(word: string): string {
  try {
    return logLevel.parse(word);
  } catch {
    throw new UsageError(`log-level: expected a level (${logLevels.join(', ')}), received "${word}"`);
  }
}

/** A process of another user is there as well, though no signal may be sent to it. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** As the process itself understands its variable. */
function fileOf(pid: string): string | undefined {
  try {
    const variable = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .find((each) => each.startsWith(VARIABLE));
    const name = variable?.slice(VARIABLE.length).trim().replaceAll('{pid}', pid);
    return name ? path.resolve(readlinkSync(`/proc/${pid}/cwd`), name) : undefined;
  } catch {
    return undefined;
  }
}
