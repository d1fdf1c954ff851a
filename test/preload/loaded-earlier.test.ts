import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { explain, fixtures, preloadFile, runApp } from '../support';

const early = join(fixtures, 'neighbours', 'early.cjs');

test('modules that were loaded before firstlight are named in one line', async () => {
  const result = await runApp({ fixture: 'preload/fork.cjs', nodeArgs: ['--require', early] });
  explain(result, ({ code, stdout, err }) => {
    assert.deepEqual([code, stdout], [0, 'parent ran\nchild ran\n']);
    const lines = err.filter((line) => line.code === 'FL_LOADED_EARLIER');
    assert.equal(lines.length, 1, 'the fork does not repeat it');
    assert.deepEqual(lines[0]!.modules, ['express', 'pg', 'pg-pool']);
    assert.match(lines[0]!.message as string, /before firstlight.*: express, pg, pg-pool$/);
  });
});

test('what is loaded after firstlight is not, nor what has no instrumentation', async () => {
  const after = await runApp({
    fixture: 'preload/environment.mjs',
    preload: 'none',
    env: { NODE_OPTIONS: `--require ${preloadFile} --require ${early}` },
  });
  explain(after, ({ err }) =>
    assert.deepEqual(
      err.map(({ code }) => code),
      ['FL_STARTED'],
    ),
  );
  const other = await runApp({
    fixture: 'preload/environment.mjs',
    nodeArgs: ['--require', early],
    env: { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http' },
  });
  explain(other, ({ err }) =>
    assert.deepEqual(
      err.map(({ code }) => code),
      ['FL_STARTED'],
    ),
  );
});
