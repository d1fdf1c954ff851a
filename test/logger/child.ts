import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const fixtures = join(__dirname, '../fixtures/logger');
let bundle: string | undefined;

/** The fixture preload.cjs with lib/logger, as one file that any Node can `--require`; made once per test file. */
export function preload(): string {
  if (bundle) return bundle;
  const folder = mkdtempSync(join(tmpdir(), 'logger-'));
  bundle = join(folder, 'preload.cjs');
  buildSync({
    entryPoints: [join(fixtures, 'preload.cjs')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    outfile: bundle,
    logLevel: 'error',
  });
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return bundle;
}

export interface Run {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout that are JSON. */
  readonly out: Line[];
  readonly err: Line[];
}

export type Line = Record<string, any>;

export interface RunOptions {
  /** Code for `--eval`, or a file of test/fixtures/logger with its extension. */
  readonly app: string;
  readonly bare?: boolean;
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts an app with the logger installed, or without (`bare`). */
export function start(options: RunOptions): ChildProcess {
  const app = /^[\w-]+\.[cm]?js$/.test(options.app) ? [join(fixtures, options.app)] : ['--eval', options.app];
  const args = [...(options.bare ? [] : ['--require', preload()]), ...(options.nodeArgs ?? []), ...app];
  return spawn(process.env['TEST_NODE'] ?? process.execPath, args, {
    env: { PATH: process.env['PATH'], ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs an app to its end. */
export function run(options: RunOptions): Promise<Run> {
  return finish(start(options));
}

/** Reads a child to its end; its stdout only once `patience` is over. */
export function finish(child: ChildProcess, patience?: Promise<unknown>): Promise<Run> {
  let stdout = '';
  let stderr = '';
  const read = () =>
    child
      .stdout!.removeListener('readable', idle)
      .setEncoding('utf8')
      .on('data', (chunk) => (stdout += chunk))
      .resume();
  // Keeps Node from throwing away at the child's exit what no one has read yet.
  const idle = () => undefined;
  child.stdout!.on('readable', idle);
  if (patience) void patience.then(read);
  else read();
  child.stderr?.setEncoding('utf8').on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout, stderr, out: jsonLines(stdout), err: jsonLines(stderr) }),
    );
  });
}

export function jsonLines(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line.startsWith('{') ? [JSON.parse(line) as Line] : [];
    } catch {
      return [];
    }
  });
}

/** A line without the fields named, by default its time. */
export function without(line: Line | undefined, ...keys: string[]): Line {
  return Object.fromEntries(Object.entries(line ?? {}).filter(([key]) => key !== 'timestamp' && !keys.includes(key)));
}
