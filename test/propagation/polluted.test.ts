import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { explain, fixtures, onEachRuntime, runApp } from '../support';

const [app, preload] = ['polluted-children.cjs', 'polluted.cjs'].map((name) => join(fixtures, 'propagation', name)) as [
  string,
  string,
];
// A trace that firstlight was started with changes the environment of each child.
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const kinds = ['method', 'getter', 'throwing', 'get', 'set', 'env', 'shell', 'NODE_OPTIONS', 'then', 'toJSON'].map(
  (name) => `${name}:start`,
);
const options = ['uid', 'env', 'shell', 'cwd', 'NODE_OPTIONS'].map((name) => `${name}:child`);

onEachRuntime(({ binary, major }) => {
  describe('Object.prototype', { concurrency: 2 }, () => {
    for (const POLLUTION of [...kinds, ...options]) {
      test(`with ${POLLUTION}`, async () => {
        const run = {
          fixture: app,
          node: binary,
          nodeArgs: ['--require', preload],
          collector: false,
          env: { POLLUTION, TRACEPARENT, FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: '500' },
        };
        const [bare, ours] = await Promise.all([runApp({ ...run, preload: 'none' }), runApp(run)]);
        explain(ours, ({ code, signal, stdout, stderr }) => {
          assert.deepEqual({ code, signal, stdout }, { code: bare.code, signal: bare.signal, stdout: bare.stdout });
          assert.notEqual(stdout, '');
          assert.match(stderr, /FL_STARTED/);
          // Node 20 loads what is preloaded into its hooks thread, too, which then fails in code of its own.
          if (!(major === 20 && /^[gs]et:/.test(POLLUTION))) assert.doesNotMatch(stderr, /FL_STAGE_FAILED/);
        });
      });
    }
  });
});
