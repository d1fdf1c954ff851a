import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { explain, onEachRuntime, startApp } from '../support';

const namespace = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];
const allowed = spawnSync(namespace[0]!, [...namespace.slice(1), 'true']).status === 0;
const cases: { signal: NodeJS.Signals; code: number }[] = [
  { signal: 'SIGTERM', code: 143 },
  { signal: 'SIGINT', code: 130 },
  { signal: 'SIGHUP', code: 129 },
];

onEachRuntime(({ binary }) => {
  for (const { signal, code } of cases) {
    test(
      `as PID 1, ${signal} ends the app with ${code} after everything is delivered`,
      { skip: allowed ? false : 'a PID namespace is not allowed here (unshare)' },
      async () => {
        const app = await startApp({
          fixture: 'preload/ending.cjs',
          args: ['listening'],
          node: binary,
          under: namespace,
        });
        process.kill(childOf(app.child.pid!), signal);
        const result = await app.ended();
        explain(result, () => {
          assert.deepEqual({ code: result.code, signal: result.signal }, { code, signal: null });
          assert.equal(result.spans.filter(({ scope }) => scope.name === 'app').length, 20);
        });
      },
    );
  }
});

/** The process that unshare started: PID 1 inside, an ordinary number here. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}
