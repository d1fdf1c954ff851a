import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, onEachRuntime, type RunOptions, runApp } from '../support';

const has = '[true,1,null]';
const hasNot = '[false,1,null]';
const cases: [name: string, options: object, preload: RunOptions['preload'], stdout: string, nodeArgs?: string[]][] = [
  ['--import', {}, 'import', has],
  ['--require', {}, 'require', has],
  ['--import in NODE_OPTIONS', {}, 'options', has],
  ['no flags of its own', { execArgv: [] }, 'import', hasNot],
  ['no flags of its own, NODE_OPTIONS', { execArgv: [] }, 'options', has],
  ['an environment of its own', { env: 'own' }, 'import', '[true,1,"b"]'],
  ['an environment of its own, NODE_OPTIONS', { env: 'own' }, 'options', '[false,1,"b"]'],
  ['flags that are wrong', { execArgv: ['--no-such-flag'] }, 'options', 'ERR_WORKER_INVALID_EXEC_ARGV'],
  ['a flag that no thread may be given', {}, 'import', hasNot, ['--expose-gc']],
];

onEachRuntime(({ binary, name: runtime }) => {
  for (const [name, options, preload, stdout, nodeArgs] of cases) {
    test(`${runtime}: a thread that evaluates a text, with ${name}`, async () => {
      const env = { FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: '500' };
      explain(
        await runApp({
          fixture: 'propagation/evaluated.cjs',
          node: binary,
          args: [JSON.stringify(options)],
          preload,
          nodeArgs,
          env,
          collector: false,
        }),
        (result) => {
          assert.equal(result.stdout, stdout);
          assert.equal(result.code, 0);
          assert.doesNotMatch(result.stderr, /FL_STAGE_FAILED|FL_ALREADY_LOADED/);
        },
      );
    });
  }
});
