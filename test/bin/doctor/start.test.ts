// Node.js, its flags, and their order.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { FindingId } from '../../../bin/doctor/table';
import { supportsSyncHooks } from '../../../lib/loading/hooks/sync-support';
import { preloadFile, runtimes, temporaryFolder } from '../../support';
import { root, runCli } from '../cli';
import { diagnose, only, SENDS_NOTHING } from './diagnose';

const folder = temporaryFolder({
  'app.js': '',
  'other.js': '',
  'hook.mjs': '',
  'node_modules/firstlight/package.json': { name: 'firstlight', exports: { './register': './register.js' } },
  'node_modules/firstlight/register.js': '',
});

interface Case {
  id: FindingId;
  name: string;
  detail?: RegExp;
  options?: string;
  command?: string[];
}
const cases: Case[] = [
  { id: 'node-version', name: 'this Node.js', command: ['node', 'app.js'], detail: /^Node\.js \d/ },
  { id: 'node-unknown', name: 'a command that is not node', command: ['true'], detail: /starts true$/ },
  {
    id: 'esm-second-hook',
    name: 'a loader',
    command: ['node', '--loader', './hook.mjs', 'app.js'],
    detail: /^--loader \.\/hook\.mjs \(command line\)$/,
  },
  { id: 'preload-found', name: 'in NODE_OPTIONS', options: `--import=${preloadFile}` },
  { id: 'preload-found', name: 'in NODE_OPTIONS, as a URL', options: `--import=${pathToFileURL(preloadFile).href}` },
  {
    id: 'preload-found',
    name: 'on the command line',
    command: ['node', '--import', preloadFile, 'app.js'],
    detail: /command line/,
  },
  { id: 'preload-found', name: 'as a package', command: ['node', '--import', 'firstlight/register', 'app.js'] },
  {
    id: 'preload-found',
    name: 'required, before what is imported',
    options: '--import=./other.js',
    command: ['node', '-r', preloadFile, 'app.js'],
  },
  { id: 'preload-absent', name: 'no flag', command: ['node', 'app.js'] },
  { id: 'preload-absent', name: 'no command' },
  {
    id: 'preload-not-found',
    name: 'a file that is not there',
    command: ['node', '--import', './no/register.js', 'app.js'],
    detail: /^--import \.\/no\/register\.js \(command line\)$/,
  },
  {
    id: 'preload-relative',
    name: 'NODE_OPTIONS and a bare name',
    options: '--import=firstlight/register',
    detail: /firstlight\/register/,
  },
  { id: 'preload-after-script', name: 'behind the file', command: ['node', 'app.js', '--import', preloadFile] },
  {
    id: 'preload-twice',
    name: 'in NODE_OPTIONS and on the command line',
    options: `--import=${preloadFile}`,
    command: ['node', '--require', preloadFile, 'app.js'],
  },
  {
    id: 'preload-not-first',
    name: 'an import before it',
    options: `--import=./other.js --import=${preloadFile}`,
    detail: /^--import \.\/other\.js \(NODE_OPTIONS\)$/,
  },
  {
    id: 'preload-not-first',
    name: 'required modules come before imported ones',
    options: `--import=${preloadFile}`,
    command: ['node', '-r', './other.js', 'app.js'],
  },
  { id: 'process-left-alone', name: 'a line of code', command: ['node', '-e', '0'] },
];

for (const { id, name, detail, options, command = [] } of cases) {
  test(`${id}: ${name}`, async () => {
    only(await diagnose(command, { ...SENDS_NOTHING, ...(options && { NODE_OPTIONS: options }) }, folder), id, detail);
  });
}

test('a preload that is found and first is the only finding about the start', async () => {
  const { findings, verdict } = await diagnose(
    [],
    { ...SENDS_NOTHING, NODE_OPTIONS: `--import=${preloadFile}` },
    folder,
  );
  assert.deepEqual(
    findings.filter(({ section }) => section === 'Start').map(({ id }) => id),
    ['preload-found'],
  );
  assert.equal(verdict, 'fine');
});

for (const { name, binary } of runtimes()) {
  test(`${name}: the hooks are those of the Node.js that the command names`, async () => {
    const diagnosis = await diagnose([binary, 'app.js'], SENDS_NOTHING, folder);
    const node = only(diagnosis, 'node-version').facts?.node as string;
    only(diagnosis, supportsSyncHooks(node) ? 'esm-hooks' : 'esm-hooks-thread');
  });
}

for (const [name, versions] of Object.entries({
  'Node.js 18': { node: '18.20.8' },
  Bun: { node: '24.3.0', bun: '1.2.0' },
})) {
  test(`node-unsupported: ${name}`, { skip: process.platform === 'win32' && 'POSIX scripts' }, async () => {
    // Stands in for that runtime, as far as the doctor asks it.
    const old = join(temporaryFolder({ node: `#!/bin/sh\necho '${JSON.stringify(versions)}'\n` }), 'node');
    chmodSync(old, 0o755);
    const diagnosis = await diagnose([old, 'app.js'], SENDS_NOTHING, folder);
    only(diagnosis, 'node-unsupported', new RegExp(Object.values(versions).at(-1)!.replaceAll('.', '\\.')));
    only(diagnosis, 'trial-not-started');
  });
}

test(`${'preload-not-built' satisfies FindingId}: a clone that was not built`, async () => {
  const clone = temporaryFolder({ 'package.json': { name: 'firstlight', version: '0.0.0' } });
  mkdirSync(join(clone, 'dist', 'bin'), { recursive: true });
  cpSync(join(root, 'dist', 'bin', 'firstlight.js'), join(clone, 'dist', 'bin', 'firstlight.js'));
  const { code, stdout } = await runCli(['doctor'], {
    env: SENDS_NOTHING,
    cwd: clone,
    file: join(clone, 'dist', 'bin', 'firstlight.js'),
  });
  assert.equal(code, 2);
  assert.match(
    stdout,
    /✗ register\.js and dist are missing from the package: .*\n.*npm run build.*\n +docs\/doctor\.md#preload-not-built\n/,
  );
});
