import assert from 'node:assert/strict';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { explain, onEachRuntime, onlySpan, root, runApp, temporaryFolder } from '../support';

const entry = 'autoinstrumentation.js';
let folder = '';
before(() => {
  folder = temporaryFolder();
  for (const part of ['register.js', 'dist', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  cpSync(join(root, 'deploy/kubernetes', entry), join(folder, entry));
});

onEachRuntime(({ binary, major }) => {
  // On Node.js 20 the hooks of the ES module run in a thread of their own, in which --require files are run once more.
  for (const app of major === 20 ? ['server.cjs', 'server.mjs'] : ['server.mjs']) {
    test(`NODE_OPTIONS=--require …/${entry}: ${app} is traced, by one bootstrap`, async () => {
      const result = await runApp({
        fixture: `preload/${app}`,
        node: binary,
        preload: 'none',
        env: { NODE_OPTIONS: `--require ${join(folder, entry)}` },
        requests: async ({ url }) => {
          await (await fetch(url)).text();
        },
      });
      explain(result, ({ spans, err }) => {
        onlySpan(spans, ({ kind }) => kind === 'SERVER', 'server span');
        assert.deepEqual(
          err.map(({ code }) => code),
          ['FL_STARTED'],
        );
      });
    });
  }
});

test('where firstlight is missing or broken, one line says so and the app runs', async () => {
  const alone = temporaryFolder();
  cpSync(join(root, 'deploy/kubernetes', entry), join(alone, entry));
  for (const content of [undefined, 'throw new Error("half a copy")']) {
    if (content) writeFileSync(join(alone, 'register.js'), content);
    const result = await runApp({
      fixture: 'preload/environment.mjs',
      preload: 'none',
      collector: false,
      env: { NODE_OPTIONS: `--require ${join(alone, entry)}` },
    });
    explain(result, ({ code, stdout, err }) => {
      assert.deepEqual([code, stdout], [0, 'evaluated\n']);
      assert.deepEqual(
        err.map((line) => line.code),
        ['FL_STAGE_FAILED'],
      );
      assert.match(
        err[0]!.message as string,
        /could not be loaded, the app runs without it: (Cannot find module|half a copy)/,
      );
    });
  }
});
