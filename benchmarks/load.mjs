// The load generator: autocannon in a process of its own, beside the app's core.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pinned } from './cores.mjs';
import { cleanEnvironment } from './environment.mjs';

const require = createRequire(import.meta.url);

/** Whether autocannon is installed. */
export function canLoad() {
  try {
    return Boolean(require.resolve('autocannon'));
  } catch {
    return false;
  }
}

/**
 * Requests `/hello` on `port` as fast as the app answers.
 * @param {{port: number, seconds: number, connections?: number, pin?: 'rest'}} load
 * @returns {Promise<{answered: number, perSecond: number, p50Ms: number, p99Ms: number, failed: number}>}
 */
export async function generateLoad({ port, seconds, connections = 20, pin }) {
  const job = JSON.stringify({ url: `http://127.0.0.1:${port}/hello`, duration: seconds, connections });
  const [command, ...args] = pinned(pin, [process.execPath, fileURLToPath(import.meta.url), job]);
  const { stdout } = await promisify(execFile)(command, args, { env: cleanEnvironment(), maxBuffer: 2 ** 24 });
  return JSON.parse(stdout);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await require('autocannon')(JSON.parse(process.argv[2]));
  process.stdout.write(
    JSON.stringify({
      answered: result['2xx'],
      perSecond: result['2xx'] / result.duration,
      p50Ms: result.latency.p50,
      p99Ms: result.latency.p99,
      failed: result.errors + result.timeouts + result.non2xx,
    }),
  );
}
