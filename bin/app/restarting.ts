// Starts an app again whenever its sources change.
import type { RunningApp } from './process';
import type { Ending } from '../process-end';
import { ENDING_SIGNALS } from '../signals';
import { watchSources } from './watch';

/** An editor writes a file in several steps. */
const DEBOUNCE_MS = 150;
/** How long an app may take to end before it is ended. */
const KILL_TIMEOUT_MS = 5000;

/** What is passed on to the app, whose end is the command's. */
const PASSED_ON = [...ENDING_SIGNALS, 'SIGQUIT'] as const;

/**
 * Runs an app, and again after each change of a source below `folder`. An app that ends by itself is started again by
 * the next change. Resolves with how the app ended, once a signal asked for the end.
 * @param onIdle Called when no app runs and a change is waited for; what it returns, when that is over.
 */
export async function runWatched(
  start: () => RunningApp,
  folder: string,
  note: (text: string) => void,
  onIdle: () => () => void = () => () => {},
): Promise<Ending> {
  let resume: () => void = () => {};
  let changed: string | undefined;
  let isEnding = false;
  let timer: NodeJS.Timeout | undefined;
  const unwatch = watchSources(folder, (file) => {
    changed = file;
    clearTimeout(timer);
    timer = setTimeout(() => resume(), DEBOUNCE_MS);
  });
  const end = (): void => {
    isEnding = true;
    resume();
  };
  for (const signal of PASSED_ON) process.on(signal, end);
  try {
    for (;;) {
      changed = undefined;
      const app = start();
      const woken = new Promise<undefined>((resolve) => (resume = () => resolve(undefined)));
      let ending = await Promise.race([app.ended, woken]);
      if (ending !== undefined && !isEnding) {
        note(`the app ended with ${'code' in ending ? `code ${ending.code}` : ending.signal}; waiting for a change`);
        const endIdle = onIdle();
        if (changed === undefined) await woken;
        endIdle();
      }
      // The signal has reached the app: how it ends is its own.
      if (isEnding) return ending ?? (await app.ended);
      if (ending === undefined) ending = await stop(app);
      note(`${changed ?? 'a file'} changed: starting again`);
    }
  } finally {
    clearTimeout(timer);
    unwatch();
    for (const signal of PASSED_ON) process.off(signal, end);
  }
}

async function stop(app: RunningApp): Promise<Ending> {
  app.kill('SIGTERM');
  const timer = setTimeout(() => app.kill('SIGKILL'), KILL_TIMEOUT_MS);
  return app.ended.finally(() => clearTimeout(timer));
}
