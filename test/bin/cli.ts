// Runs the built command line in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { within } from '../support/deadline';
import { collectOutput, type Output } from '../support/output';

export const root = join(__dirname, '..', '..');
export const fixture = (name: string): string => join(root, 'test', 'fixtures', 'bin', name);
const built = join(root, 'dist', 'bin', 'firstlight.js');

export interface CliOptions {
  /** All of the environment but PATH and HOME. */
  env?: Record<string, string>;
  /** Written to stdin, which is then closed; without it stdin is empty. */
  stdin?: string;
  cwd?: string;
  /** The file to run; default the built one of this repository. */
  file?: string;
  /** How long a line or the end may take. */
  deadlineMs?: number;
}

export interface CliResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Cli {
  child: ChildProcess;
  stdout: Output;
  stderr: Output;
  /** Waits for a line of stdout or stderr. */
  line(predicate: (line: string) => boolean): Promise<string>;
  ended(): Promise<CliResult>;
}

const running = new Set<ChildProcess>();
after(() => {
  for (const child of running) {
    child.kill('SIGKILL');
    // What it had started may hold them open for ever.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
});

/** Starts `firstlight` with these arguments. */
export function startCli(
  args: string[],
  { env = {}, stdin = '', cwd = root, file = built, deadlineMs }: CliOptions = {},
): Cli {
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run build`);
  const child = spawn(process.execPath, [file, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: 'pipe',
  });
  running.add(child);
  const [stdout, stderr] = [collectOutput(child.stdout), collectOutput(child.stderr)];
  // A program that ends without reading its input is no failure.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const describe = (): string =>
    `firstlight ${args.join(' ')}\n--- stdout\n${stdout.text()}\n--- stderr\n${stderr.text()}`;
  const end = new Promise<CliResult>((resolve) => {
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, stdout: stdout.text(), stderr: stderr.text() });
    });
  });
  return {
    child,
    stdout,
    stderr,
    line: (predicate) =>
      within(Promise.any([stdout.waitFor(predicate), stderr.waitFor(predicate)]), 'a line', describe, deadlineMs),
    ended: () => within(end, 'firstlight ends', describe, deadlineMs),
  };
}

/** Runs `firstlight` to its end. */
export const runCli = (args: string[], options?: CliOptions): Promise<CliResult> => startCli(args, options).ended();
