import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { run, without, type Run } from './child';

const WARN = "process.emitWarning('careful', { type: 'CustomWarning', code: 'W1', detail: 'details' }); ";
const DEPRECATE = "require('node:util').deprecate(() => 0, 'old', 'DEP9')(); ";

interface Case {
  readonly name: string;
  readonly app: string;
  readonly nodeArgs?: string[];
  readonly env?: Record<string, string>;
  readonly check: (ours: Run, bare: Run) => void;
}

const isSilent = (ours: Run, bare: Run) => assert.deepEqual([ours.stderr, bare.stderr], ['', '']);

const cases: Case[] = [
  {
    name: 'a warning is one line on stderr',
    app: WARN,
    check: ({ err, stdout, stderr }) => {
      assert.deepEqual(without(err[0]), {
        level: 'warn',
        message: 'CustomWarning: careful',
        request_id: 'req-1',
        warning: { name: 'CustomWarning', code: 'W1', detail: 'details' },
      });
      assert.deepEqual([stdout, stderr.trimEnd().split('\n').length], ['', 1]);
    },
  },
  {
    name: 'a deprecation',
    app: DEPRECATE,
    check: ({ err }) =>
      assert.deepEqual(
        err.map(({ message, warning }) => [message, warning.code]),
        [['DeprecationWarning: old', 'DEP9']],
      ),
  },
  {
    name: '--trace-warnings',
    app: WARN,
    nodeArgs: ['--trace-warnings'],
    check: ({ err }) => assert.match(err[0]!['warning'].stack, /^CustomWarning: careful\n {4}at /),
  },
  {
    name: '--trace-deprecation',
    app: WARN + DEPRECATE,
    nodeArgs: ['--trace-deprecation'],
    check: ({ err }) =>
      assert.deepEqual(
        err.map(({ warning }) => typeof warning.stack),
        ['undefined', 'string'],
      ),
  },
  { name: 'process.noDeprecation at run time', app: `process.noDeprecation = true; ${DEPRECATE}`, check: isSilent },
  { name: '--no-warnings', app: WARN, nodeArgs: ['--no-warnings'], check: isSilent },
  { name: 'NODE_NO_WARNINGS', app: WARN, env: { NODE_NO_WARNINGS: '1' }, check: isSilent },
  { name: '--no-deprecation', app: DEPRECATE, nodeArgs: ['--no-deprecation'], check: isSilent },
  {
    name: '--disable-warning by code',
    app: WARN + DEPRECATE,
    nodeArgs: ['--disable-warning=W1'],
    check: ({ err }) =>
      assert.deepEqual(
        err.map(({ warning }) => warning.code),
        ['DEP9'],
      ),
  },
  {
    name: '--disable-warning by name, in NODE_OPTIONS',
    app: WARN + DEPRECATE,
    env: { NODE_OPTIONS: '--disable-warning=DeprecationWarning' },
    check: ({ err }) =>
      assert.deepEqual(
        err.map(({ warning }) => warning.code),
        ['W1'],
      ),
  },
  {
    name: 'a listener of the app hears the same',
    app: `process.on('warning', ({ name, code }) => process.stdout.write(name + code)); ${WARN}`,
    check: ({ stdout, err }, bare) => {
      assert.equal(stdout, bare.stdout);
      assert.equal(err.length, 1);
    },
  },
  {
    name: 'an app that removes all listeners hears nothing',
    app: `process.removeAllListeners('warning'); ${WARN}`,
    check: isSilent,
  },
  {
    name: 'the number of listeners stays',
    app: "process.stdout.write(process.listeners('warning').map(({ name }) => name).join())",
    check: ({ stdout }, bare) => assert.equal(stdout, bare.stdout),
  },
  {
    name: 'undo gives Node its own back',
    app: `undos?.forEach((undo) => undo()); ${WARN}`,
    check: ({ stderr }) => assert.match(stderr, /^\(node:\d+\) \[W1\] CustomWarning: careful\ndetails\n/),
  },
  {
    name: 'an unhandled rejection that only warns',
    app: "Promise.reject(new Error('x'))",
    nodeArgs: ['--unhandled-rejections=warn'],
    check: ({ err, code }) => {
      assert.equal(code, 0);
      assert.deepEqual(new Set(err.map(({ level }) => level as string)), new Set(['warn']));
      assert.match(err[0]!['message'], /UnhandledPromiseRejectionWarning/);
    },
  },
  { name: 'something that is no error', app: "process.emit('warning', 'text')", check: isSilent },
  {
    name: 'a level above warn',
    app: WARN,
    env: { LOGGER_LEVEL: 'error' },
    check: ({ stderr }) => assert.equal(stderr, ''),
  },
];

for (const { name, app, nodeArgs, env, check } of cases) {
  test(`warnings: ${name}`, async () => {
    const [ours, bare] = await Promise.all([
      run({ app, nodeArgs, env }),
      run({ app: `var undos; ${app}`, nodeArgs, env, bare: true }),
    ]);
    check(ours, bare);
  });
}

for (const way of ['flag', 'variable']) {
  test(`warnings: a file that takes them gets them as they are (${way})`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'warnings-'));
    const file = join(folder, 'warnings.txt');
    const options =
      way === 'flag' ? { nodeArgs: [`--redirect-warnings=${file}`] } : { env: { NODE_REDIRECT_WARNINGS: file } };
    const { stderr } = await run({ app: WARN, ...options });
    assert.equal(stderr, '');
    assert.match(readFileSync(file, 'utf8'), /CustomWarning: careful/);
    rmSync(folder, { recursive: true });
  });
}
