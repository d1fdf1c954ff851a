import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run, type Line } from './child';

/**
 * What each app prints about its own end, so that event order and exit codes can be compared with those of bare Node.
 */
const EVENTS = `
process.on('uncaughtExceptionMonitor', (error, origin) => process.stdout.write('monitor ' + origin + '\\n'));
process.on('exit', (code) => process.stdout.write('exit ' + code + ' ' + process.exitCode + '\\n'));
`;

interface Case {
  readonly name: string;
  readonly app: string;
  readonly nodeArgs?: string[];
  readonly env?: Record<string, string>;
  /** The crash line's fields that matter; undefined: no crash line, and stderr as bare Node has it. */
  readonly line?: Line;
}

const cases: Case[] = [
  {
    name: 'a throw at load',
    app: `${EVENTS} throw new TypeError('boom')`,
    line: {
      message: 'Uncaught TypeError: boom',
      origin: 'uncaughtException',
      error: { name: 'TypeError', message: 'boom' },
    },
  },
  {
    name: 'a throw in a timer',
    app: `${EVENTS} setTimeout(() => { throw new Error('late') })`,
    line: { message: 'Uncaught Error: late' },
  },
  {
    name: 'an exit code that the app had set',
    app: `${EVENTS} process.exitCode = 5; setTimeout(() => { throw new Error('late') })`,
    line: { message: 'Uncaught Error: late' },
  },
  {
    name: 'an exit handler that sets another code',
    app: `${EVENTS} process.on('exit', () => { process.exitCode = 9 }); throw new Error('x')`,
    line: { message: 'Uncaught Error: x' },
  },
  {
    name: 'an exit handler that exits',
    app: `${EVENTS} process.on('exit', () => process.exit(12)); setTimeout(() => { throw new Error('x') })`,
    line: { message: 'Uncaught Error: x' },
  },
  {
    name: 'an exit handler that throws after a crash',
    app: `${EVENTS} process.on('exit', () => { throw new Error('second') }); throw new Error('first')`,
    line: { message: 'Uncaught Error: first' },
  },
  {
    name: 'an exit handler that throws at the natural end',
    app: `${EVENTS} process.on('exit', () => { throw new Error('at exit') })`,
    line: { message: 'Uncaught Error: at exit' },
  },
  {
    name: 'an exit handler that throws at process.exit(3)',
    app: `${EVENTS} process.on('exit', () => { throw new Error('at exit') }); setTimeout(() => process.exit(3))`,
    line: { message: 'Uncaught Error: at exit' },
  },
  {
    name: 'a rejection with an error',
    app: `${EVENTS} Promise.reject(new RangeError('no'))`,
    line: { message: 'Uncaught RangeError: no', origin: 'unhandledRejection', error: { name: 'RangeError' } },
  },
  {
    name: 'a rejection with a string',
    app: `${EVENTS} Promise.reject('why')`,
    line: { origin: 'unhandledRejection', error: { code: 'ERR_UNHANDLED_REJECTION' } },
  },
  { name: 'a rejection with undefined', app: `${EVENTS} Promise.reject()`, line: { origin: 'unhandledRejection' } },
  {
    name: 'throw null',
    app: `${EVENTS} setTimeout(() => { throw null })`,
    line: { message: 'Uncaught null', error: { name: 'null', message: 'null' } },
  },
  {
    name: 'throw of an object',
    app: `${EVENTS} throw { a: 1 }`,
    line: { message: 'Uncaught { a: 1 }', error: { name: 'object', message: '{ a: 1 }' } },
  },
  {
    name: 'an error that throws when it is read',
    app: `${EVENTS} throw Object.defineProperty(new Error('x'), 'message', { get() { throw new Error('gotcha') } })`,
    line: { code: 'FL_CRASH' },
  },
  { name: 'a throw at the top of an ES module', app: 'throws-at-top.mjs', line: { message: 'Uncaught Error: esm' } },
  { name: 'an await at the top that never ends', app: 'awaits-forever.mjs' },
  {
    name: 'an import that does not exist',
    app: 'imports-nothing.mjs',
    line: { error: { code: 'ERR_MODULE_NOT_FOUND' } },
  },
  { name: 'a syntax error', app: 'syntax-error.cjs', line: { error: { name: 'SyntaxError' } } },
  {
    name: 'an uncaughtException handler of the app',
    app:
      `${EVENTS} process.on('uncaughtException', (e) => process.stdout.write('mine ' + e.message)); ` +
      `setTimeout(() => { throw new Error('x') })`,
  },
  {
    name: 'a handler of the app that throws',
    app:
      `${EVENTS} process.on('uncaughtException', () => { throw new Error('worse') }); setTimeout(() => { ` +
      `throw new Error('x') })`,
  },
  {
    name: 'a handler that was removed again',
    app:
      `${EVENTS} process.once('uncaughtException', () => 0); setTimeout(() => { throw new Error('1') }); ` +
      `setTimeout(() => { throw new Error('2') }, 5)`,
    line: { message: 'Uncaught Error: 2' },
  },
  {
    name: 'an unhandledRejection handler of the app',
    app:
      `${EVENTS} process.on('unhandledRejection', (e) => process.stdout.write('mine ' + e.message)); ` +
      `Promise.reject(new Error('x'))`,
  },
  {
    name: 'a capture callback of the app',
    app:
      `${EVENTS} process.setUncaughtExceptionCaptureCallback((e) => process.stdout.write('mine ' + ` +
      `e.message)); setTimeout(() => { throw new Error('x') })`,
  },
  {
    name: 'a domain',
    app:
      `${EVENTS} const d = require('domain').create(); d.on('error', (e) => process.stdout.write('mine ' + ` +
      `e.message)); d.run(() => setTimeout(() => { throw new Error('x') }))`,
  },
  {
    name: 'a count of listeners',
    app:
      `${EVENTS} process.stdout.write('count ' + process.listenerCount('uncaughtException') + ` +
      `process.listeners('uncaughtException').length); throw new Error('x')`,
    line: { message: 'Uncaught Error: x' },
  },
  {
    name: 'signal-exit 3',
    app:
      `${EVENTS} require(${JSON.stringify(require.resolve('signal-exit3'))})((code) => ` +
      `process.stdout.write('on exit ' + code + '\\n')); throw new Error('x')`,
    line: { message: 'Uncaught Error: x' },
  },
  {
    name: 'signal-exit 4',
    app:
      `${EVENTS} require(${JSON.stringify(require.resolve('signal-exit4'))}).onExit((code) => ` +
      `process.stdout.write('on exit ' + code + '\\n')); throw new Error('x')`,
    line: { message: 'Uncaught Error: x' },
  },
  {
    name: '--unhandled-rejections=none',
    nodeArgs: ['--unhandled-rejections=none'],
    app: `${EVENTS} Promise.reject(new Error('x'))`,
  },
  {
    name: '--unhandled-rejections=strict',
    nodeArgs: ['--unhandled-rejections=strict'],
    app: `${EVENTS} Promise.reject(new Error('x'))`,
    line: { message: 'Uncaught Error: x' },
  },
  {
    name: '--unhandled-rejections=warn, raw warnings',
    nodeArgs: ['--unhandled-rejections=warn'],
    env: { LOGGER_INSTALL: 'crash', NODE_NO_WARNINGS: '1' },
    app: `${EVENTS} Promise.reject(new Error('x'))`,
  },
  { name: 'a logger that is silent', env: { LOGGER_LEVEL: 'silent' }, app: `${EVENTS} throw new Error('x')` },
  { name: 'undone', app: `${EVENTS} globalThis.undos?.forEach((undo) => undo()); throw new Error('x')` },
  {
    name: 'a worker that throws',
    app:
      `${EVENTS} new (require('worker_threads').Worker)('throw new Error("in worker")', { eval: true, ` +
      `execArgv: process.execArgv.slice(0, 2) }).on('error', (e) => process.stdout.write('parent got ' + ` +
      `e.message + '\\n'))`,
  },
];

/** Process ids, paths and frames differ from run to run. */
function withoutPlaces(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !line.startsWith('    at '))
    .join('\n')
    .replace(/ \(.*|\[eval.*|:\d+/g, '');
}

for (const { name, app, nodeArgs, env, line } of cases) {
  test(`crash: ${name}`, async () => {
    const [bare, ours] = await Promise.all([run({ app, nodeArgs, env, bare: true }), run({ app, nodeArgs, env })]);
    assert.equal(ours.code, bare.code, `exit code; stderr: ${ours.stderr}`);
    assert.equal(ours.signal, bare.signal);
    assert.equal(ours.stdout, bare.stdout, 'events and their order');
    if (!line) {
      assert.equal(withoutPlaces(ours.stderr), withoutPlaces(bare.stderr));
      return;
    }
    const crash = ours.err.filter(({ code }) => code === 'FL_CRASH');
    assert.equal(ours.stderr.trimEnd().split('\n').length, 1, `exactly one line: ${ours.stderr}`);
    assert.equal(crash[0]?.['level'], 'error');
    assert.equal(crash[0]?.['request_id'], 'req-1');
    for (const [key, value] of Object.entries(line)) {
      if (typeof value === 'string') assert.equal(crash[0]?.[key], value);
      else
        for (const [inner, expected] of Object.entries(value as Line)) assert.equal(crash[0]?.[key]?.[inner], expected);
    }
  });
}

test('crash: the stack of a syntax error names the file and the place', async () => {
  const { err } = await run({ app: 'syntax-error.cjs' });
  assert.match(String(err[0]?.['error'].stack), /syntax-error\.cjs:2/);
});
