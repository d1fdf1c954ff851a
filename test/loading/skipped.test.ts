import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { skipReason } from '../../lib/loading/process/skipped';

const folder = mkdtempSync(path.join(tmpdir(), 'firstlight-skipped-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name: string): string => {
  const full = path.join(folder, name);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, '');
  return full;
};
const link = (name: string, target: string): string => {
  const full = path.join(folder, name);
  mkdirSync(path.dirname(full), { recursive: true });
  symlinkSync(target, full);
  return full;
};

const npm = file('lib/node_modules/npm/bin/npm-cli.js');
const cases: [string, string | undefined, string[], ReturnType<typeof skipReason>, string[]?][] = [
  ['an app', file('srv/app.js'), [], undefined],
  ['an app installed as a package', file('opt/node_modules/my-app/bin/serve.js'), ['--enable-source-maps'], undefined],
  ['an app in a folder called npm', file('npm/server.js'), [], undefined],
  ['an app below a tool, in its own node_modules', file('opt/node_modules/npm/node_modules/app/a.js'), [], undefined],
  ['npm, by its link', link('bin/npm', npm), [], 'tool'],
  ['tsc, by its link', link('srv/node_modules/.bin/tsc', file('srv/node_modules/typescript/bin/tsc')), [], 'tool'],
  ['eslint', file('srv/node_modules/eslint/bin/eslint.js'), [], 'tool'],
  ['a scoped tool', file('srv/node_modules/@biomejs/biome/bin/biome'), [], 'tool'],
  ['yarn, kept in the repository', file('srv/.yarn/releases/yarn-4.5.0.cjs'), [], 'tool'],
  ['pnpm, as corepack keeps it', file('cache/corepack/v1/pnpm/9.1.0/bin/pnpm.cjs'), [], 'tool'],
  ['the command line of firstlight', file('opt/firstlight/dist/bin/firstlight.js'), [], 'tool'],
  ['jest, by its link', link('srv/node_modules/.bin/jest', file('srv/node_modules/jest/bin/jest.js')), [], 'tool'],
  ['a worker process of jest', file('srv/node_modules/jest-worker/build/workers/processChild.js'), [], 'tool'],
  ['vitest, as pnpm keeps it', file('srv/node_modules/.pnpm/vitest@3.2.7/node_modules/vitest/vitest.mjs'), [], 'tool'],
  ['a worker process of vitest', file('srv/node_modules/tinypool/dist/entry/process.js'), [], 'tool'],
  ['a worker process of mocha', file('srv/node_modules/mocha/lib/nodejs/worker.js'), [], 'tool'],
  ['next build', file('srv/node_modules/next/dist/bin/next'), [], 'tool', ['build']],
  [
    'next build with flags before',
    file('srv/node_modules/next/dist/bin/next'),
    [],
    'tool',
    ['--experimental-https', 'build', '.'],
  ],
  [
    'a worker process of next build',
    file('srv/node_modules/next/dist/compiled/jest-worker/processChild.js'),
    [],
    'tool',
  ],
  ['next start', file('srv/node_modules/next/dist/bin/next'), [], undefined, ['start']],
  ['next dev build', file('srv/node_modules/next/dist/bin/next'), [], undefined, ['dev', 'build']],
  ['next', file('srv/node_modules/next/dist/bin/next'), [], undefined],
  ['nuxt build', file('srv/node_modules/nuxt/bin/nuxt.mjs'), [], 'tool', ['build']],
  ['react-router build', file('srv/node_modules/@react-router/dev/bin.js'), [], 'tool', ['build']],
  ['react-router dev', file('srv/node_modules/@react-router/dev/bin.js'), [], undefined, ['dev']],
  ['an app with a command called build', file('srv/cli.js'), [], undefined, ['build']],
  ['node -e', undefined, ['-e', '1'], 'no app'],
  ['node -pe', undefined, ['-pe', '1'], 'no app'],
  ['node --eval=…', undefined, ['--eval=1'], 'no app'],
  ['node --check app.js', file('srv/check.js'), ['--check'], 'no app'],
  ['node --env-file', file('srv/env.js'), ['--env-file=.env', '--experimental-vm-modules'], undefined],
  ['an app from standard input', undefined, [], undefined],
];

for (const [name, mainFile, execArgv, expected, args] of cases) {
  test(`${name}: ${expected ?? 'started'}`, () => {
    assert.equal(
      skipReason({ mainFile, execArgv, args }, () => false),
      expected,
    );
    assert.equal(
      skipReason({ mainFile, execArgv, args }, () => true),
      undefined,
      'FIRSTLIGHT_FORCE overrides',
    );
  });
}
