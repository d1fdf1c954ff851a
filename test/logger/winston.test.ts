import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as winston from 'winston';
import { STREAM } from '../../lib/logger';
import { without } from './child';
import { collect } from './collected';

const MESSAGE = Symbol.for('message');
const SPLAT = Symbol.for('splat');

test('winston: it is a winston logger, and its children too', () => {
  const { logger } = collect();
  assert.ok(logger instanceof Object.getPrototypeOf(Object.getPrototypeOf(winston.createLogger())).constructor);
  assert.ok(
    logger.child({}) instanceof Object.getPrototypeOf(Object.getPrototypeOf(winston.createLogger())).constructor,
  );
});

/** Calls as winston documents them, and the line's message and fields. */
const calls: [name: string, call: (logger: winston.Logger) => unknown, expected: object][] = [
  ['a message', (l) => l.info('m'), { message: 'm' }],
  ['nothing', (l) => (l.info as () => unknown)(), { message: '' }],
  ['undefined', (l) => l.info(undefined), { message: 'undefined' }],
  ['null', (l) => l.info(null), { message: 'null' }],
  ['a number', (l) => l.info(5 as never), { message: '5' }],
  ['an object without message', (l) => l.info({ a: 1 }), { message: '', a: 1 }],
  ['an object with message', (l) => l.info({ message: 'm', a: 1 }), { message: 'm', a: 1 }],
  ['an array', (l) => l.info([1, { a: 2 }] as never), { message: '[1,{"a":2}]' }],
  ['a meta object', (l) => l.info('m', { a: 1, b: { c: [2] } }), { message: 'm', a: 1, b: { c: [2] } }],
  ['a meta with a message', (l) => l.info('m', { message: 'n' }), { message: 'm n' }],
  ['printf', (l) => l.info('%s is %d%% %j %o', 'x', 5, { a: 1 }, 'o'), { message: 'x is 5% {"a":1} \'o\'' }],
  ['printf and meta', (l) => l.info('%s', 'x', { a: 1 }, { b: 2 }), { message: 'x', a: 1, b: 2 }],
  ['printf without arguments', (l) => l.info('100%'), { message: '100%' }],
  ['two metas', (l) => l.info('m', { a: 1 }, { b: 2 }), { message: 'm', a: 1, b: 2 }],
  [
    'values that are no fields',
    (l) => l.info('m', 'n', 1, true, [2], new Set([3])),
    { message: 'm n 1 true [ 2 ] Set(1) { 3 }' },
  ],
  ['a trailing callback or undefined', (l) => l.info('m', undefined, () => 0), { message: 'm' }],
  ['log with a level', (l) => l.log('info', 'm', { a: 1 }), { message: 'm', a: 1 }],
  ['log with an object', (l) => l.log({ level: 'info', message: 'm', a: 1 }), { message: 'm', a: 1 }],
  ['log with splat', (l) => l.log({ level: 'info', message: '%s', splat: ['x'] } as never), { message: 'x' }],
  [
    'log with the splat symbol',
    (l) => l.log({ level: 'info', message: '%s', [SPLAT]: ['x'] } as never),
    { message: 'x' },
  ],
  ['write', (l) => l.write({ level: 'info', message: 'm', a: 1 }), { message: 'm', a: 1 }],
  ['a child', (l) => l.child({ a: 1, b: 1 }).info('m', { b: 2 }), { message: 'm', a: 1, b: 2 }],
  ['a child of a child', (l) => l.child({ a: 1 }).child({ b: 2 }).info('m'), { message: 'm', a: 1, b: 2 }],
  ['a field "exception"', (l) => l.info('m', { exception: true }), { message: 'm', exception: true }],
  [
    'a printf argument that throws',
    (l) =>
      l.info('%s', {
        toString() {
          throw new Error('no');
        },
      }),
    { message: '%s [Threw: no]' },
  ],
  ['a frozen object', (l) => l.info(Object.freeze({ message: 'm', a: 1 })), { message: 'm', a: 1 }],
];

for (const [name, call, expected] of calls) {
  test(`winston: ${name}`, () => {
    const { logger, lines } = collect();
    call(logger);
    assert.deepEqual(without(lines()[0]), { level: 'info', ...expected });
    assert.equal(lines().length, 1);
  });
}

test('winston: the app’s objects are left as they are', () => {
  const { logger } = collect();
  const meta = { a: 1 };
  const error = new Error('x');
  const splat = ['x', { b: 2 }];
  logger.info('m', meta);
  logger.info(meta);
  logger.error(error);
  logger.log({ level: 'info', message: '%s', splat } as never);
  assert.deepEqual(Reflect.ownKeys(meta), ['a']);
  assert.deepEqual(Object.keys(error), []);
  assert.equal(splat.length, 2);
});

test('winston: levels gate, also when they change, and a silent logger says nothing', () => {
  const { logger, lines } = collect({ level: 'warn' });
  logger.info('no', {
    get read(): never {
      throw assert.fail('a line that is not written is not formatted');
    },
  });
  logger.warn('one');
  logger.level = 'debug';
  logger.debug('two');
  assert.equal(logger.isDebugEnabled(), true);
  logger.silent = true;
  logger.error('no');
  const silent = collect({ level: 'silent' });
  silent.logger.error('no');
  assert.deepEqual(
    lines().map(({ message }) => message as string),
    ['one', 'two'],
  );
  assert.deepEqual(silent.lines(), []);
});

test('winston: where the level is none of the levels, the levels of transports count, as in winston', () => {
  const { logger, lines } = collect();
  const seen: string[] = [];
  for (const level of ['error', 'info']) {
    const transport = new winston.transports.Stream({ stream: new (require('node:stream').Writable)(), level });
    transport.log = (info: winston.Logform.TransformableInfo, next: () => void) => {
      seen.push(`${level} ${String(info.message)}`);
      next();
    };
    logger.add(transport);
  }
  logger.level = 'loud';
  logger.info('one');
  logger.log('error', 'two');
  logger.debug('no');
  assert.deepEqual(seen, ['info one', 'error two', 'info two']);
  assert.deepEqual(lines(), []);
});

test('winston: transports, formats and defaultMeta of the app work as documented', () => {
  const { logger, lines } = collect();
  const seen: winston.Logform.TransformableInfo[] = [];
  const transport = new winston.transports.Stream({
    stream: new (require('node:stream').Writable)({ write: (_: unknown, __: unknown, done: () => void) => done() }),
    level: 'silly',
  });
  transport.log = (info: winston.Logform.TransformableInfo, next: () => void) => {
    seen.push(info);
    next();
  };
  logger.add(transport);
  logger.defaultMeta = { app: 'shop' };
  logger.info('m', { a: 1 });
  assert.equal(lines()[0]!['app'], 'shop');
  assert.deepEqual(
    { level: seen[0]!.level, message: seen[0]!.message, a: seen[0]!['a'] },
    { level: 'info', message: 'm', a: 1 },
  );
  logger.format = winston.format.combine(
    winston.format.splat(),
    winston.format.printf(({ level, message, a }) =>
      JSON.stringify({ own: `${level} ${String(message)} ${String(a)}` }),
    ),
  );
  logger.info('%s', 'x', { a: 2 });
  assert.equal(lines()[1]!['own'], 'info x 2');
  assert.equal(seen[1]![MESSAGE as never], '{"own":"info x 2"}');
  logger.remove(transport);
  logger.info('m');
  assert.equal(seen.length, 2);
});

test('winston: timers and profiles', () => {
  const { logger, lines } = collect();
  logger.profile('p');
  logger.profile('p', { a: 1 });
  logger.startTimer().done({ message: 'timed' });
  assert.deepEqual(
    lines().map(({ message, durationMs }) => [message, typeof durationMs]),
    [
      ['p', 'number'],
      ['timed', 'number'],
    ],
  );
});

test('winston: a line goes to the stream that it asked for, by default to stdout', () => {
  const { logger, output } = collect();
  logger.info('m');
  logger.info('m', { [STREAM]: 'stderr' });
  logger.child({ [STREAM]: 'stderr' }).info('m');
  logger.log({ level: 'info', message: 'm', [STREAM]: 'stdout' });
  assert.deepEqual(
    output.written.map(({ stream }) => stream),
    ['stdout', 'stderr', 'stderr', 'stdout'],
  );
});

test('winston: an error alone is one to formats and transports of the app, and stays as it is', () => {
  const error = Object.freeze(Object.assign(new TypeError('bad', { cause: 'a cause' }), { code: 'E1' }));
  for (const [format, hasStack] of [
    [winston.format.errors(), false],
    [winston.format.errors({ stack: true, cause: true } as never), true],
  ] as const) {
    const { logger } = collect();
    const seen: Record<string | symbol, unknown>[] = [];
    const wasError: boolean[] = [];
    const look = winston.format((info) => {
      wasError.push((info as unknown) instanceof TypeError);
      return info;
    });
    logger.configure({
      level: 'info',
      format: winston.format.combine(look(), format),
      transports: [new winston.transports.Stream({ stream: process.stderr, silent: true })],
    });
    logger.transports[0]!.silent = false;
    logger.transports[0]!.log = (info: Record<string | symbol, unknown>, next: () => void) =>
      void (seen.push(info), next());
    logger.error(error);
    logger.log('warn', error as never);
    logger.child({ a: 1 }).error(error);
    assert.deepEqual(wasError, [true, true, true]);
    assert.deepEqual(
      seen.map(({ level, message, code, stack, [MESSAGE]: text, a }) => [
        level,
        message,
        code,
        stack === error.stack,
        text,
        a,
      ]),
      [
        ['error', 'bad', 'E1', hasStack, 'bad', undefined],
        ['warn', 'bad', 'E1', hasStack, 'bad', undefined],
        ['error', 'bad', 'E1', hasStack, 'bad', 1],
      ],
    );
  }
});
