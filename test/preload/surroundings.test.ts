import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { onEachRuntime, preloadFile, root, temporaryFolder } from '../support';

const app = join(root, 'test/fixtures/preload/plain.cjs');

/** Runs the app, raw output and exit code kept, with the preload in `folder`. */
function start(
  binary: string,
  {
    preload = preloadFile,
    nodeArgs = [],
    cwd = root,
    script,
    variables = {},
  }: { preload?: string; nodeArgs?: string[]; cwd?: string; script?: string; variables?: Record<string, string> },
) {
  const args = [...nodeArgs, '--import', preload, app];
  const env = { PATH: process.env.PATH, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', ...variables };
  const { status, stdout, stderr } = script
    ? spawnSync('/bin/sh', ['-c', script, binary, ...args], { cwd, env, encoding: 'utf8', timeout: 30_000 })
    : spawnSync(binary, args, { cwd, env, encoding: 'utf8', timeout: 30_000 });
  const codes = stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { code?: string }).code);
  return { status, stdout, stderr, codes };
}

function packageWithout(...missing: string[]): string {
  const folder = temporaryFolder();
  for (const part of ['register.js', 'dist', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  for (const part of missing) rmSync(join(folder, part), { recursive: true });
  return join(folder, 'register.js');
}

onEachRuntime(({ binary, major }) => {
  for (const hooks of ['auto', 'always']) {
    test(
      `a working directory that was removed: the app runs, with logs; ES module hooks: ${hooks}`,
      { skip: process.platform === 'win32' && 'a directory in use cannot be removed there' },
      () => {
        const { status, stdout, stderr } = start(binary, {
          cwd: temporaryFolder(),
          script: 'rmdir "$PWD"; exec "$0" "$@"',
          variables: { FIRSTLIGHT_ESM_HOOKS: hooks },
        });
        assert.deepEqual([status, stdout.includes('the app runs')], [7, true], stderr);
        assert.match(stdout, /"message":"logged"/);
      },
    );
  }

  test('a package without its bundles: one line, and the app runs', () => {
    const { status, stdout, stderr, codes } = start(binary, { preload: packageWithout('dist') });
    assert.deepEqual([status, stdout], [7, 'the app runs\nlogged\n'], stderr);
    assert.deepEqual(codes, ['FL_STAGE_FAILED']);
  });

  test('a package without its exporter: one line, and everything else works', () => {
    const { status, stdout, stderr, codes } = start(binary, { preload: packageWithout('dist/exporter.js') });
    assert.equal(status, 7, stderr);
    assert.match(stdout, /"message":"logged"/);
    assert.deepEqual(codes, ['FL_STARTED', 'FL_STAGE_FAILED']);
  });

  const permission = major < 24 ? '--experimental-permission' : '--permission';
  test(`${permission} without worker threads: one line, and everything works`, () => {
    const { status, stdout, stderr, codes } = start(binary, {
      nodeArgs: [permission, '--allow-fs-read=*', '--no-warnings'],
    });
    assert.equal(status, 7, stderr);
    assert.match(stdout, /"message":"logged"/);
    assert.ok(!codes.includes('FL_STAGE_FAILED'), stderr);
    assert.ok(codes.includes('FL_EXPORT_IN_APP_THREAD'), stderr);
  });
});
