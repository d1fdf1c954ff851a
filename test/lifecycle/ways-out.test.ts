// Every way out of a process: the outside sees what it sees without firstlight, and what had ended is delivered.
import assert from 'node:assert/strict';
import os from 'node:os';
import { describe, test } from 'node:test';
import { explain, onEachRuntime, runApp, type RunOptions, type RunResult } from '../support';

interface Way {
  title: string;
  signal?: NodeJS.Signals;
  /** Only if the Node.js has this. */
  needs?: 'execve';
  /** Nothing is delivered, and docs/platforms.md says why. */
  lost?: true;
}

const ENDING: NodeJS.Signals[] = [
  ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM'] as const),
  ...(['SIGXCPU', 'SIGIO', 'SIGPWR', 'SIGSTKFLT'] as const),
];
const LOST: NodeJS.Signals[] = ['SIGABRT', 'SIGPROF', 'SIGKILL'];

const ways: Way[] = [
  ...ENDING.map((signal): Way => ({ title: 'signal', signal })),
  ...LOST.map((signal): Way => ({ title: 'signal', signal, lost: true })),
  { title: 'signal without exit listeners', signal: 'SIGTERM' },
  { title: 'signal without signal listeners', signal: 'SIGTERM' },
  { title: 'no exit listeners' },
  { title: 'no listeners' },
  { title: 'no listeners, exit' },
  { title: 'reallyExit' },
  { title: 'reallyExit without a code' },
  { title: 'execve', needs: 'execve' },
  { title: 'execve of nothing', needs: 'execve' },
  { title: 'kill of itself' },
  { title: 'killed by a child' },
];

onEachRuntime(({ binary, major }) => {
  describe('side by side', { concurrency: 4 }, () => {
    for (const { title, signal, needs, lost } of ways) {
      const has = (signal === undefined || signal in os.constants.signals) && (needs === undefined || major >= 24);
      test(`${title} ${signal ?? ''}`.trim(), { skip: !has && 'this Node.js has no such way' }, async () => {
        const options: RunOptions = { fixture: 'preload/way-out.cjs', args: [title], signal, node: binary };
        const [bare, result] = await Promise.all([
          runApp({ ...options, preload: 'none', collector: false }),
          runApp(options),
        ]);
        explain(result, () => {
          assert.deepEqual(end(result), end(bare));
          if (lost) return;
          assert.equal(result.spans.filter(({ name }) => name === 'a span').length, 1);
          assert.equal(result.logs.filter(({ body }) => body === 'a line').length, 1);
          assert.ok(result.metrics.some(({ name }) => name === 'app.ends'));
        });
      });
    }
  });
});

/** What the outside sees. */
function end({ code, signal, stdout }: RunResult): unknown {
  return { code, signal, raw: stdout.split('\n').filter((line) => line.startsWith('exit event')) };
}
