import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { type AppOptions, onEachRuntime, runApp } from '../support';

const ways: { how: AppOptions['preload']; env: Record<string, string> }[] = [
  { how: 'import', env: {} },
  { how: 'import', env: { FIRSTLIGHT_ESM_HOOKS: 'always' } },
  { how: 'require', env: {} },
  { how: 'options', env: { OTEL_ENABLED: 'false' } },
];

onEachRuntime(
  ({ binary }) => {
    const run = async (preload: AppOptions['preload'], env = {}) => {
      const fixture = join(__dirname, 'esm', 'mocked.mjs');
      const { stdout, code } = await runApp({ fixture, node: binary, preload, env, collector: false });
      return {
        code,
        seen: JSON.parse(stdout.split('\n').find((line) => line.startsWith('{"partial"')) ?? '{}') as object,
      };
    };
    let bare: Awaited<ReturnType<typeof run>>;
    before(async () => {
      bare = await run('none');
      assert.equal(bare.code, 0);
    });
    for (const { how, env } of ways)
      test(`esmock puts its fakes in place as on bare Node.js (${how}, ${JSON.stringify(env)})`, async () => {
        assert.deepEqual(await run(how, env), bare);
      });
  },
  { every: true },
);
