// Runs the app's command as if nothing stood in between.
import spawn from 'cross-spawn';
import { isatty } from 'node:tty';
import type { Ending } from '../process-end';
import { writeLine } from '../terminal/output';
import type { Watchdog } from './watchdog';

const FORWARDED: readonly NodeJS.Signals[] = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGBREAK',
];
/**
 * Sent by a terminal to every process in the foreground, the app included: a second one would make many apps skip their
 * drain.
 */
const OF_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGBREAK'];

/** An app that runs. */
export interface RunningApp {
  /** As a shell does, 127 is a command that was not found, and 126 one that cannot be executed. */
  ended: Promise<Ending>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a command with this process's stdin, stdout and stderr, and passes signals on. */
export function startApp([command, ...args]: string[], env: NodeJS.ProcessEnv, watchdog?: Watchdog): RunningApp {
  const child = spawn(command!, args, { stdio: 'inherit', env });
  if (child.pid !== undefined) watchdog?.add(child.pid);
  const fromTerminal = isatty(0);
  const listeners = FORWARDED.filter((signal) => signal !== 'SIGBREAK' || process.platform === 'win32').map(
    (signal) => {
      const listener = (): void => {
        if (!(fromTerminal && OF_TERMINAL.includes(signal))) child.kill(signal);
      };
      process.on(signal, listener);
      return [signal, listener] as const;
    },
  );

  const ended = new Promise<Ending>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      // Sending a signal can fail too; only an app that never ran has no process ID.
      if (child.pid !== undefined) return;
      writeLine(`cannot run "${command}": ${error.code === 'ENOENT' ? 'no such command' : error.message}`);
      resolve({ code: error.code === 'ENOENT' ? 127 : 126 });
    });
    child.on('exit', (code, signal) => {
      if (child.pid !== undefined) watchdog?.remove(child.pid);
      resolve(signal ? { signal } : { code: code ?? 0 });
    });
  }).finally(() => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  });
  return { ended, kill: (signal) => void child.kill(signal) };
}
