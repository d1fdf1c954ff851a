// Sees the lines of a log target arrive: a pipe, a file, or /dev/null (by the bytes that the kernel counts).

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const MARK = Buffer.from('"bench line"');
const POLL_MS = 4;

/**
 * Counts MARK in a stream of chunks; one that is cut in two is seen as well. Chunks are kept as they come and counted
 * when somebody asks for `lines`: a reader that searches while the app writes is slower than the fastest loggers, and
 * what they wrote is measured, not the search.
 */
function createCounter() {
  let lines = 0;
  let waiting = [];
  return {
    bytes: 0,
    at: performance.now(),
    add(chunk) {
      this.at = performance.now();
      this.bytes += chunk.length;
      waiting.push(chunk);
    },
    get lines() {
      const bytes = Buffer.concat(waiting);
      let next = 0;
      for (let at = bytes.indexOf(MARK); at !== -1; at = bytes.indexOf(MARK, next)) {
        lines += 1;
        next = at + MARK.length;
      }
      waiting = [bytes.subarray(Math.max(next, bytes.length - MARK.length + 1))];
      return lines;
    },
  };
}

async function pollUntilClosed(state, poll) {
  while (!state.closed) {
    poll();
    await pause(POLL_MS);
  }
}

const TARGETS = {
  pipe: () => ({
    stdout: 'pipe',
    begin: (app, counter) => void app.stdout.on('data', (chunk) => counter.add(chunk)),
    end() {},
  }),

  file() {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'firstlight-bench-')), 'app.log');
    const [writing, reading] = [fs.openSync(file, 'a'), fs.openSync(file, 'r')];
    const buffer = Buffer.alloc(2 ** 20);
    const state = { closed: false };
    const poll = (counter) => {
      for (let size; (size = fs.readSync(reading, buffer)) > 0;) counter.add(Buffer.from(buffer.subarray(0, size)));
    };
    let polling;
    return {
      stdout: writing,
      begin(_app, counter) {
        polling = pollUntilClosed(state, () => poll(counter));
      },
      async end() {
        state.closed = true;
        await polling;
        fs.closeSync(writing);
        fs.closeSync(reading);
        fs.rmSync(path.dirname(file), { recursive: true });
      },
    };
  },

  // Nobody can read it back. A process's written bytes are counted by Linux; the peers' IPC and HTTP answer are far
  // below 1 kB.
  '/dev/null'() {
    const writing = fs.openSync('/dev/null', 'w');
    const state = { closed: false };
    let polling;
    return {
      stdout: writing,
      begin(app, counter) {
        let before;
        polling = pollUntilClosed(state, () => {
          const written = Number(/^wchar: (\d+)$/m.exec(fs.readFileSync(`/proc/${app.child.pid}/io`, 'utf8'))?.[1]);
          if (written - before > 1024) counter.at = performance.now();
          if (before !== undefined) counter.bytes += written - before;
          before = written;
        });
      },
      async end() {
        state.closed = true;
        await polling;
        fs.closeSync(writing);
      },
    };
  },
};

/** The targets that can be watched here. */
export const TARGET_NAMES = Object.keys(TARGETS).filter((name) => name !== '/dev/null' || process.platform === 'linux');

/**
 * Opens `name`: give `stdout` to the app, then call `begin(app)`, which starts counting, and `end()` once the app is
 * gone.
 */
export function openTarget(name) {
  const target = TARGETS[name]();
  const counter = createCounter();
  return { stdout: target.stdout, counter, begin: (app) => target.begin(app, counter), end: () => target.end() };
}
