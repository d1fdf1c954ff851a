// Runs the app for a while, out of sight.
import spawn from 'cross-spawn';
import type { ChildProcess } from 'node:child_process';

export interface AppRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It was still running when its time was up. */
  readonly wasAsked: boolean;
  /** It did not end when asked. */
  readonly wasKilled: boolean;
  /** The error of a command that could not be run. */
  readonly error?: NodeJS.ErrnoException;
  readonly stdout: string;
  readonly stderr: string;
}

export interface AppOptions {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** How long it runs before it gets SIGTERM, in milliseconds. */
  readonly runMs: number;
  /** How long it then has to end, in milliseconds. */
  readonly graceMs: number;
}

/** What is kept of each stream, in bytes: the end of it. */
const KEPT = 32 * 1024 * 1024;
const FORWARDED: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command in a process group of its own, so that what it starts ends with it. A signal to the doctor ends the
 * run early.
 */
export function runForAWhile({ command, env, cwd, runMs, graceMs }: AppOptions): Promise<AppRun> {
  const isPosix = process.platform !== 'win32';
  const child = spawn(command[0]!, command.slice(1), {
    env,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: isPosix,
  });
  const [stdout, stderr] = [collect(child.stdout!), collect(child.stderr!)];
  let [wasAsked, wasKilled] = [false, false];
  const kill = (signal: NodeJS.Signals): void => killGroup(child, signal, isPosix);
  const ask = (): void => {
    if (wasAsked) return;
    wasAsked = true;
    kill('SIGTERM');
    timers.push(
      setTimeout(() => {
        wasKilled = true;
        kill('SIGKILL');
      }, graceMs),
    );
  };
  const timers = [setTimeout(ask, runMs)];
  for (const signal of FORWARDED) process.on(signal, ask);

  return new Promise<AppRun>((resolve) => {
    const end = (rest: Pick<AppRun, 'code' | 'signal' | 'error'>): void =>
      resolve({ ...rest, wasAsked, wasKilled, stdout: stdout(), stderr: stderr() });
    child.once('error', (error) => {
      if (child.pid === undefined) end({ code: null, signal: null, error });
    });
    child.once('exit', (code, signal) => {
      // What it started may live on, and hold its output open.
      kill('SIGKILL');
      child.once('close', () => end({ code, signal }));
    });
  }).finally(() => {
    for (const timer of timers) clearTimeout(timer);
    for (const signal of FORWARDED) process.off(signal, ask);
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals, isPosix: boolean): void {
  if (child.pid === undefined) return;
  try {
    if (isPosix) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    /* it has ended */
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= 2 * KEPT) return;
    chunks = [Buffer.concat(chunks).subarray(-KEPT)];
    size = KEPT;
  });
  return () => Buffer.concat(chunks).toString();
}
