// A load generator of one rate, in a process of its own: so many requests a second whether or not they are answered,
// each timed to the microsecond.

import { execFile } from 'node:child_process';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pinned } from './cores.mjs';
import { cleanEnvironment } from './environment.mjs';

/**
 * Requests `/hello` on `port`, `rate` times a second, evenly.
 * @param {{port: number, seconds: number, rate: number, pin?: 'rest'}} load
 * @returns {Promise<{answered: number, failed: number, perSecond: number, p50Ms: number, p99Ms: number, maxMs:
 *   number}>}
 */
export async function generateSteadyLoad({ port, seconds, rate, pin }) {
  const [command, ...args] = pinned(pin, [
    process.execPath,
    fileURLToPath(import.meta.url),
    JSON.stringify({ port, seconds, rate }),
  ]);
  const { stdout } = await promisify(execFile)(command, args, { env: cleanEnvironment() });
  return JSON.parse(stdout);
}

function run({ port, seconds, rate }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const times = [];
  let [failed, sent] = [0, 0];
  const wanted = Math.round(seconds * rate);
  const started = performance.now();
  return new Promise((resolve) => {
    const settle = () => {
      if (times.length + failed < wanted) return;
      agent.destroy();
      times.sort((a, b) => a - b);
      const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
      resolve({
        answered: times.length,
        failed,
        perSecond: (1000 * times.length) / (performance.now() - started),
        p50Ms: at(0.5),
        p99Ms: at(0.99),
        maxMs: at(1),
      });
    };
    const send = () => {
      const begun = performance.now();
      const fail = () => {
        failed += 1;
        settle();
      };
      http
        .get({ host: '127.0.0.1', port, path: '/hello', agent }, (response) => {
          response.resume().once('end', () => {
            if (response.statusCode !== 200) return fail();
            times.push(performance.now() - begun);
            settle();
          });
        })
        .once('error', fail);
    };
    const timer = setInterval(() => {
      const due = Math.min(wanted, Math.ceil(((performance.now() - started) * rate) / 1000));
      for (; sent < due; sent += 1) send();
      if (sent === wanted) clearInterval(timer);
    }, 1);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2]))));
