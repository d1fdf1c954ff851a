// firstlight warm: writes the code cache of the package, for the Node.js that runs this.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { readEnvironment } from '../../lib/config';
import { parseOptions, type OptionTable } from '../command-line/options';
import { writeLine, writeText } from '../terminal/output';
import { packageRoot } from '../package-root';
import type { Ending } from '../process-end';
import { UsageError } from '../command-line/usage-error';

export const options = {
  json: { kind: 'flag', help: 'print one JSON document' },
} as const satisfies OptionTable;

/** sysexits.h EX_CANTCREAT: the file cannot be written. */
const NOT_WRITABLE_EXIT_CODE = 73;
/** sysexits.h EX_SOFTWARE. */
const FAILED_EXIT_CODE = 70;
/**
 * What a process cannot do without. Nothing of firstlight's or Node's own settings: the cache must not depend on who
 * builds the image.
 */
const NEEDED = ['PATH', 'SYSTEMROOT', 'TEMP', 'TMP'];

/** Runs `firstlight warm`. */
export async function run(args: string[]): Promise<Ending> {
  const { values, rest: flags } = parseOptions(args, options, 'command');
  const word = flags.find((flag) => !flag.startsWith('--'));
  if (word !== undefined)
    throw new UsageError(`warm: expected options, and flags of Node.js after --, received "${word}"`);
  const environment = readEnvironment();
  // A process of its own compiles what a real start compiles. It sends nothing: no one listens on port 9.
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [...flags, path.join(packageRoot(), 'dist', 'warm.js')],
    {
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        ...Object.fromEntries(NEEDED.map((name) => [name, environment[name]])),
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      },
    },
  );
  const [, file, size] = /^(.+) (\d+)$/m.exec(stdout ?? '') ?? [];
  // Between the lines of the log that it writes for practice.
  if (status !== 0 || file === undefined) return failed(error?.message ?? stderr.replace(/^\{.*\}\n/gm, ''));
  const bytes = Number(size);
  writeText(
    1,
    values.json
      ? `${JSON.stringify({ file, bytes, node: process.version })}\n`
      : `${file}\n${(bytes / 1024).toFixed(0)} kB, for Node.js ${process.version}\n`,
  );
  return { code: 0 };
}

function failed(reason: string): Ending {
  const denied = /\b(EACCES|EROFS|EPERM|ENOSPC)\b.*/.exec(reason)?.[0];
  if (denied === undefined) {
    writeLine(`warm: the code cache could not be made: ${reason.trim() || 'no reason given'}`);
    return { code: FAILED_EXIT_CODE };
  }
  writeLine(
    `warm: cannot write into ${path.join(packageRoot(), 'dist', 'cache')} (${denied}): run it where the image ` +
      `is built, as the owner of that folder`,
  );
  return { code: NOT_WRITABLE_EXIT_CODE };
}
