// The demo's child processes: started, listened to line by line, and all ended with it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { withDeadline } from './deadline.mjs';

const running = new Set();
// However the demo ends, nothing of it stays behind; where there was time, everything has ended before.
process.once('exit', () => running.forEach(({ child }) => child.kill()));

/**
 * Starts a process and keeps every line it writes: `lines` holds {stream, line, json?}. `lineMatching` resolves with
 * the first match of a pattern in any line, also one that came before.
 */
export function start(name, command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const lines = [];
  const listeners = new Set();
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('close', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with ${code}`));
  });
  const service = { name, lines, child, ended, lineMatching, stop };
  running.add(service);
  void ended.then(() => running.delete(service));

  for (const stream of ['stdout', 'stderr']) {
    createInterface({ input: child[stream] }).on('line', (line) => {
      const entry = { stream, line, json: parse(line) };
      lines.push(entry);
      for (const listener of listeners) listener(entry);
    });
  }

  function lineMatching(pattern, milliseconds = 20_000) {
    const found = new Promise((resolve, reject) => {
      const look = ({ line }) => {
        const match = pattern.exec(line);
        if (match) resolve(match);
      };
      lines.forEach(look);
      listeners.add(look);
      void ended.then((how) => reject(new Error(`${name} ${how} before it was ready.`, { cause: tail(service) })));
    });
    return withDeadline(
      found,
      milliseconds,
      () => new Error(`${name} was not ready within ${milliseconds / 1000} s.`, { cause: tail(service) }),
    );
  }

  async function stop(milliseconds = 6000) {
    child.kill('SIGTERM');
    const hurry = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    const how = await ended;
    clearTimeout(hurry);
    return how;
  }
  return service;
}

/** Runs a command to its end, silently; throws with its last lines if it fails. */
export async function run(name, command, args, { deadline = 600_000, ...options } = {}) {
  const job = start(name, command, args, options);
  const how = await withDeadline(
    job.ended,
    deadline,
    () => new Error(`${name} took longer than ${deadline / 1000} s.`, { cause: tail(job) }),
  );
  if (how !== 'ended with 0') throw new Error(`${name} ${how}.`, { cause: tail(job) });
}

/** Ends what still runs. */
export const stopAll = () => Promise.all([...running].map((service) => service.stop()));

const tail = ({ lines }) =>
  lines
    .slice(-15)
    .map(({ line }) => line)
    .join('\n');

function parse(line) {
  try {
    return line.startsWith('{') ? JSON.parse(line) : undefined;
  } catch {
    return undefined; // the app's own text that begins with a brace
  }
}
