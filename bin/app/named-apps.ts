// Runs several commands at once, each under a name: that of its service, and in front of each of its lines.
import spawn from 'cross-spawn';
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { createLineSplitter } from '../../collector';
import type { RunningApp } from './process';
import { writeText } from '../terminal/output';
import type { Watchdog } from './watchdog';
import type { Ending } from '../process-end';
import { isColoured } from '../terminal/terminal';

const FORWARDED: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];
const COLOURS = [36, 35, 32, 34, 96, 95];
const windows = process.platform === 'win32';

/**
 * Starts commands of the shell. When one of them fails, the others are asked to end, and how it ended is how all ended;
 * else it is 0. They have no stdin: it could be only one's.
 */
export function startNamedApps(
  commands: readonly (readonly [name: string, command: string])[],
  env: NodeJS.ProcessEnv,
  watchdog?: Watchdog,
): RunningApp {
  const width = Math.max(...commands.map(([name]) => name.length));
  const children = commands.map(([name, command], at) => {
    const colours = isColoured(1) ? { FORCE_COLOR: env.FORCE_COLOR ?? '1' } : {};
    // A group of its own, so that a signal reaches what the shell started as well.
    const child = spawn(command, {
      shell: true,
      detached: !windows,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, ...colours, OTEL_SERVICE_NAME: name },
    });
    if (child.pid !== undefined) watchdog?.add(child.pid, windows ? undefined : 'group');
    prefix(child.stdout!, 1, name.padEnd(width), COLOURS[at % COLOURS.length]!);
    prefix(child.stderr!, 2, name.padEnd(width), COLOURS[at % COLOURS.length]!);
    return child;
  });
  const kill = (signal: NodeJS.Signals): void => children.forEach((child) => killGroup(child, signal));
  const listeners = FORWARDED.map((signal) => [signal, () => kill(signal)] as const);
  for (const [signal, listener] of listeners) process.on(signal, listener);

  let worst: Ending = { code: 0 };
  const ends = children.map(
    (child) =>
      new Promise<void>((resolve) => {
        child.on('error', () => resolve());
        child.on('close', (code, signal) => {
          if (child.pid !== undefined) watchdog?.remove(child.pid, windows ? undefined : 'group');
          const failed = signal !== null || code !== 0;
          if (failed && 'code' in worst && worst.code === 0) {
            worst = signal === null ? { code: code! } : { signal };
            kill('SIGTERM');
          }
          resolve();
        });
      }),
  );
  const ended = Promise.all(ends)
    .then(() => worst)
    .finally(() => {
      for (const [signal, listener] of listeners) process.off(signal, listener);
    });
  return { ended, kill };
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (windows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has just ended.
  }
}

/** Whole lines only: two processes never share one. */
function prefix(stream: Readable, fd: 1 | 2, name: string, colour: number): void {
  const shown = isColoured(fd) ? `\u001b[${colour}m${name} │\u001b[39m ` : `${name} │ `;
  const splitter = createLineSplitter();
  const write = (lines: readonly string[]): void => {
    if (lines.length > 0) writeText(fd, lines.map((line) => `${shown}${line}\n`).join(''));
  };
  stream.on('data', (part: Buffer) => write(splitter.write(part))).on('end', () => write(splitter.end()));
}
