import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLines, run, type Line, type Run } from './child';

const both = Promise.all([
  run({ app: 'console-calls.cjs', bare: true }),
  run({ app: 'console-calls.cjs', env: { LOGGER_LEVEL: 'debug' } }),
]);

/** Output between the marks, by name of the call. */
function parts(text: string): Map<string, string> {
  return new Map(
    text
      .split(/^# /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
  );
}

for (const stream of ['stdout', 'stderr'] as const) {
  test(`console: on ${stream}, each call’s message is the text of bare Node`, async () => {
    const [bare, ours] = await both;
    assert.equal(ours.code, 0);
    const expected = parts(bare[stream]);
    assert.ok(expected.size > 20);
    for (const [name, text] of parts(ours[stream])) {
      const messages = jsonLines(text)
        .map(({ message }) => `${message as string}\n`)
        .join('');
      assert.equal(name === 'own console' ? text : messages, expected.get(name), name);
    }
  });
}

const levels: Record<string, [level: string, stream: 'stdout' | 'stderr']> = {
  'log text': ['info', 'stdout'],
  info: ['info', 'stdout'],
  debug: ['debug', 'stdout'],
  dir: ['info', 'stdout'],
  table: ['info', 'stdout'],
  count: ['info', 'stdout'],
  group: ['info', 'stdout'],
  warn: ['warn', 'stderr'],
  error: ['error', 'stderr'],
  assert: ['error', 'stderr'],
};

for (const [name, [level, stream]] of Object.entries(levels)) {
  test(`console: level and stream of ${name}`, async () => {
    const [, ours] = await both;
    assert.equal(jsonLines(parts(ours[stream]).get(name)!)[0]?.['level'], level);
    assert.equal(parts(ours[stream === 'stdout' ? 'stderr' : 'stdout']).get(name), '');
  });
}

interface Case {
  readonly name: string;
  readonly app: string;
  readonly env?: Record<string, string>;
  readonly check: (result: Run, lines: Line[]) => void;
}

const cases: Case[] = [
  {
    name: 'an error among the arguments is described as well',
    app: "console.error('failed:', new RangeError('no', { cause: new Error('why') }))",
    check: ({ err }) => {
      assert.match(err[0]!['message'], /^failed: RangeError: no\n {4}at /);
      assert.deepEqual(
        [err[0]!['error'].name, err[0]!['error'].message, err[0]!['error'].cause.message],
        ['RangeError', 'no', 'why'],
      );
    },
  },
  {
    name: 'trace has the caller’s stack, at level debug on stderr',
    app: "function caller() { console.trace('here %s', 'x'); } caller()",
    env: { LOGGER_LEVEL: 'debug' },
    check: ({ err }) => assert.match(err[0]!['message'], /^Trace: here x\n {4}at caller \(/),
  },
  {
    name: 'time and timeEnd',
    app: "console.time('t'); console.timeLog('t', { a: 1 }); console.timeEnd('t')",
    check: ({ out }) =>
      assert.match(out.map(({ message }) => message as string).join(), /^t: [\d.]+m?s \{ a: 1 \},t: [\d.]+m?s$/),
  },
  {
    name: 'the level gates, before arguments are looked at',
    app: "console.debug({ get a() { process.exit(9) } }); console.info('no'); console.warn('yes')",
    env: { LOGGER_LEVEL: 'warn' },
    check: ({ code, stdout, err }) => assert.deepEqual([code, stdout, err[0]!['message']], [0, '', 'yes']),
  },
  {
    name: 'a silent logger',
    app: "console.error('no')",
    env: { LOGGER_LEVEL: 'silent' },
    check: ({ stdout, stderr }) => assert.equal(stdout + stderr, ''),
  },
  {
    name: 'an argument that throws when it is shown',
    app:
      "console.log({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('odd'); } }); " +
      "console.log('next')",
    check: ({ out }) =>
      assert.deepEqual(
        out.map(({ message }) => message as string),
        ['[Threw: odd]', 'next'],
      ),
  },
  {
    name: 'console calls from within a console call end',
    app:
      "const loud = { [Symbol.for('nodejs.util.inspect.custom')]() { console.log(loud); return 'x'; } }; " +
      "console.log(loud); console.log('next')",
    check: ({ code, out }) => assert.deepEqual([code, out.at(-1)!['message']], [0, 'next']),
  },
  {
    name: 'undo gives back the original methods',
    app:
      "undos.forEach((undo) => undo()); console.log('raw'); console.error('raw'); console.assert(false); " +
      'console.dir({})',
    check: ({ stdout, stderr }) => assert.deepEqual([stdout, stderr], ['raw\n{}\n', 'raw\nAssertion failed\n']),
  },
  {
    name: 'undo leaves a method of the app’s, and copies of ours do what the originals do',
    app:
      "const { warn, log } = console; console.log = (...args) => log('app', ...args); undos.forEach((undo) " +
      "=> undo()); console.log('x'); warn('y')",
    check: ({ stdout, stderr }) => assert.deepEqual([stdout, stderr], ['app x\n', 'y\n']),
  },
  {
    name: 'the names of the methods stay',
    app: 'console.log(console.log.name, console.error.name, typeof console.Console, console.assert.name)',
    check: ({ out }) => assert.equal(out[0]!['message'], 'log error function assert'),
  },
  {
    name: 'an imported console is captured too',
    app: "require('node:console').log('x')",
    check: ({ out }) => assert.equal(out[0]!['message'], 'x'),
  },
  {
    name: 'a debugger still sees the calls',
    app: `const { Session, open, close } = require('node:inspector'); const session = new Session(); session.connect(); session.post('Runtime.enable'); open(0, '127.0.0.1');
      const seen = []; session.on('Runtime.consoleAPICalled', ({ params }) => seen.push(params.type + ':' + params.args[0].value)); console.log('one'); console.warn('two'); close();
      process.stdout.write(JSON.stringify({ seen }) + '\\n')`,
    check: ({ out }) => assert.deepEqual(out.at(-1)!['seen'], ['log:one', 'warning:two']),
  },
  {
    name: 'the console format stays readable',
    app: "console.log('user', { id: 1 }); console.error(new Error('bad'))",
    env: { LOGGER_FORMAT: 'console' },
    check: ({ stdout, stderr }) => {
      assert.match(stdout, /^\d\d:\d\d:\d\d\.\d{3} {8}INFO {4}\[req-1\] user \{ id: 1 \}\n$/);
      assert.match(stderr, /ERROR {3}\[req-1\] Error: bad\n {4}at [^]*$/);
      assert.equal(stderr.match(/Error: bad/g)?.length, 1);
    },
  },
];

for (const { name, app, env, check } of cases) {
  test(`console: ${name}`, async () => {
    const result = await run({ app, env });
    check(result, result.out);
  });
}
