// What a primary sends at once reaches its workers. On Node 20 `--import` starts the app a few turns of the event loop
// later, in which Node gives the first messages to no one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, runApp } from '../support';

onEachRuntime(({ binary, name }) => {
  for (const [title, arg] of [
    ['process', ''],
    ['cluster.worker', 'worker'],
  ] as const)
    test(`${name}: the first messages of a cluster's primary reach ${title}`, async () => {
      const result = await runApp({
        fixture: 'preload/cluster-greetings.cjs',
        args: [arg],
        node: binary,
        collector: false,
        env: { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: '500' },
        deadlineMs: 60_000,
      });
      explain(result, ({ code, stdout }) => {
        assert.equal(stdout, 'early,online,last\n');
        assert.equal(code, 0);
      });
    });
});
