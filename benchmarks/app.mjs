// Runs one app under one subject.

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinned } from './cores.mjs';
import { cleanEnvironment } from './environment.mjs';
import { watchOutput } from './output.mjs';
import { openPipe } from './pipe.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const START_MS = 30_000;
const STOP_MS = 10_000;

/** Rejects with `what` after `ms`; the timer goes when `promise` is settled. */
export async function within(ms, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(what)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function profileFlags(options, ...names) {
  if (!options.cpuProf) return [];
  const folder = path.join(options.cpuProf, ...names);
  mkdirSync(folder, { recursive: true });
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

/**
 * Spawns `apps/<file>`, or a file elsewhere, under `subject`.
 * @param {object} context the running bench (options, part)
 * @param {{subject: {name: string, nodeArgs: string[]}, file: string, args?: string[], env?: object, pin?: 'app',
 *   stdout?: number|'pipe', isCounted?: boolean}} run `stdout`: a file descriptor, or a pipe whose lines are counted
 *   unless `isCounted` is false.
 */
export function startApp(context, { subject, file, args = [], env = {}, pin, stdout = 'pipe', isCounted = true }) {
  const { options, part } = context;
  const nodeArgs = [...profileFlags(options, part, subject.name, path.parse(file).name), ...subject.nodeArgs];
  const [command, ...rest] = pinned(pin, [options.node, ...nodeArgs, path.resolve(here, 'apps', file), ...args]);
  const pipe = stdout === 'pipe' ? openPipe() : undefined;
  const spawnedAt = performance.now();
  const child = spawn(command, rest, {
    cwd: here,
    env: cleanEnvironment(env),
    stdio: ['ignore', pipe?.writing ?? stdout, 'pipe', 'ipc'],
  });
  pipe?.spawned();
  const lines = pipe?.reading ?? child.stdout;
  const out = watchOutput(lines, isCounted);
  const err = watchOutput(child.stderr);
  const exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal, at: performance.now() }));
  });
  exited.catch(() => {});
  const gone = exited.then(({ code, signal }) => {
    throw new Error(`${subject.name}: ${file} ended early (code ${code}, signal ${signal})\n${err.head || out.head}`);
  });
  gone.catch(() => {});
  const orGone = (what, promise) =>
    within(
      START_MS,
      `${subject.name}: ${file}: no ${what} within ${START_MS} ms\n${err.head}`,
      Promise.race([promise, gone]),
    );
  child.on('error', () => {});

  const message = (key) =>
    orGone(
      `message "${key}"`,
      new Promise((resolve) => {
        const take = (value) => {
          if (!(key in value)) return;
          child.off('message', take);
          resolve(value);
        };
        child.on('message', take);
      }),
    );

  return {
    child,
    out,
    err,
    exited,
    /** The app's stdout where it is a pipe. */
    stdout: lines,
    /** The app's next IPC message that has `key`. */
    message,
    /** Milliseconds from spawn until stdout held `text`. */
    firstLine: async (text) => (await orGone(`line "${text}"`, out.find(text))) - spawnedAt,
    /** Sends `verb` to the app and waits for the message that answers it. */
    ask(verb) {
      const answer = message(verb);
      child.send(verb);
      return answer;
    },
    /** Ends the app: by its own process.exit, so that profiles are written, else by SIGKILL. */
    async stop() {
      if (child.connected) child.send('stop', () => {});
      await within(STOP_MS, 'stop', exited).catch(() => child.kill('SIGKILL'));
      await exited;
      await Promise.all([out.end, err.end]);
    },
    /** Ends the app without giving it a chance. */
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
