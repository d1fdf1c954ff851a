// Starts the receiver in a process of its own and asks it for its counts.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { cleanEnvironment } from '../environment.mjs';

const POLL_MS = 25;

/**
 * @returns {Promise<{grpcPort: number, httpPort: number, counts(service: string): Promise<object>, forget(service:
 *   string): Promise<object>, settle(service: string, done: (counts: object) => boolean, limits: {deadlineMs: number,
 *   quietMs?: number}): Promise<object>, close(): Promise<void>}>}
 */
export async function startReceiver() {
  const child = fork(fileURLToPath(new URL('./server.mjs', import.meta.url)), [], {
    execArgv: [],
    env: cleanEnvironment(),
  });
  const waiting = new Map();
  let last = 0;
  const [ports] = await once(child, 'message');
  child.on('message', ({ id, counts }) => {
    waiting.get(id)(counts);
    waiting.delete(id);
  });

  const ask = (verb, service) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, resolve);
      child.send({ id, verb, service }, (error) => {
        if (error) reject(error);
      });
    });

  return {
    ...ports,
    counts: (service) => ask('counts', service),
    forget: (service) => ask('forget', service),

    /**
     * Waits until `done(counts)`, or nothing new came for `quietMs`, or `deadlineMs` is over; returns the counts then.
     */
    async settle(service, done, { deadlineMs, quietMs = deadlineMs }) {
      const end = performance.now() + deadlineMs;
      let changed = performance.now();
      let before = '';
      for (;;) {
        const counts = await ask('counts', service);
        const now = performance.now();
        const state = `${counts.spans} ${counts.logs}`;
        if (state !== before) changed = now;
        before = state;
        if (done(counts) || now > end || now - changed > quietMs) return counts;
        await pause(POLL_MS);
      }
    },

    async close() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
