// What the checks look at: the app as it would be started here and now.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { loadConfig, type Config } from '../../lib/config';
import { packageRoot } from '../package-root';
import { readCommandLine, type CommandLine } from './command-line';

export interface DoctorContext {
  readonly commandLine: CommandLine;
  /** The environment that the app will see, files of --env-file included. */
  readonly environment: NodeJS.ProcessEnv;
  readonly config: Config;
  readonly cwd: string;
  /** firstlight's own folder. */
  readonly root: string;
  /** The versions of the Node.js that runs the app; undefined where another program starts it. */
  readonly versions: Record<string, string | undefined> | undefined;
}

/** How long Node.js may take to say its version, in milliseconds. */
const VERSION_MS = 20_000;

/** @param command The app's, or nothing. */
export function readContext(command: readonly string[], user: NodeJS.ProcessEnv, cwd: string): DoctorContext {
  const typed = readCommandLine(command, user.NODE_OPTIONS);
  const environment = { ...fromFiles(typed, cwd), ...user };
  const commandLine = readCommandLine(command, environment.NODE_OPTIONS);
  const mainFile = commandLine.script === undefined ? undefined : path.resolve(cwd, commandLine.script);
  const root = packageRoot();
  return {
    commandLine,
    environment,
    cwd,
    root,
    config: loadConfig(environment, { mainFile, cwd, ownRoot: root }),
    versions: versionsOf(commandLine, environment),
  };
}

/**
 * What --env-file adds; a variable of the environment wins over it. https://nodejs.org/api/cli.html#--env-fileconfig
 */
function fromFiles({ flags }: CommandLine, cwd: string): NodeJS.ProcessEnv {
  const files = flags
    .filter(({ name }) => name === '--env-file' || name === '--env-file-if-exists')
    .flatMap(({ value }) => value ?? []);
  return Object.assign(
    {},
    ...files.map((file) => {
      try {
        return parseEnv(readFileSync(path.resolve(cwd, file), 'utf8'));
      } catch {
        return {};
      }
    }),
  ) as NodeJS.ProcessEnv;
}

function versionsOf({ program, isNode }: CommandLine, environment: NodeJS.ProcessEnv): DoctorContext['versions'] {
  if (!isNode) return undefined;
  if (program === process.execPath) return process.versions;
  const { stdout } = spawnSync(program, ['-p', 'JSON.stringify(process.versions)'], {
    encoding: 'utf8',
    timeout: VERSION_MS,
    env: { ...environment, NODE_OPTIONS: '' },
  });
  try {
    return JSON.parse(stdout) as Record<string, string>;
  } catch {
    return undefined;
  }
}
