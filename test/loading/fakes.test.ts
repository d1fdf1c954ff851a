import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp } from '../support';

onEachRuntime(
  ({ binary, name }) => {
    test(`${name}: the fakes of an app's tests are what the app gets`, async () => {
      const run = {
        fixture: 'preload/fakes.cjs',
        node: binary,
        collector: false,
        env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: '500' },
      };
      const [bare, ours] = await Promise.all([runApp({ ...run, preload: 'none' }), runApp(run)]);
      assert.match(bare.stdout, /cached http/, bare.stderr);
      explain(ours, ({ code, stdout, stderr }) => {
        assert.equal(stdout, bare.stdout);
        assert.equal(code, 0);
        assert.doesNotMatch(stderr, /FL_STAGE_FAILED/);
      });
    });
  },
  { every: true },
);
