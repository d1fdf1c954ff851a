import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { logs } from '@opentelemetry/api-logs';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import fc from 'fast-check';
import { createOtlpTransport } from '../../lib/logger';
import { collect } from './collected';

const exporter = new InMemoryLogRecordExporter();
const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
logs.setGlobalLoggerProvider(provider);
after(() => provider.shutdown());

const boom = (): never => {
  throw new Error('boom');
};
const HOSTILE: Readonly<Record<string, () => unknown>> = {
  'a getter that throws': () => ({
    get bad() {
      return boom();
    },
  }),
  'a getter that throws a thing that throws': () => ({
    get bad() {
      throw {
        toString: boom,
        get message() {
          return boom();
        },
      };
    },
  }),
  'a toJSON that throws': () => ({ toJSON: boom }),
  'a toString that throws': () => ({ toString: boom, [Symbol.toPrimitive]: boom }),
  'an endless toJSON': () => {
    const endless = (): object => ({ toJSON: endless });
    return endless();
  },
  'a proxy that throws': () =>
    new Proxy({}, { get: boom, has: boom, ownKeys: boom, getPrototypeOf: boom, getOwnPropertyDescriptor: boom }),
  'a revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'a proxy of an error': () => new Proxy(new Error('p'), { get: boom }),
  'a circle': () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = [circle, new Map([['again', circle]])];
    return circle;
  },
  'a deep object': () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 10_000; i += 1) deep = i % 2 ? [deep] : { deep };
    return deep;
  },
  'a deep chain of causes': () => {
    let error = new Error('end');
    for (let i = 0; i < 10_000; i += 1) error = new Error('next', { cause: error });
    return error;
  },
  'a key __proto__': () => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}') as unknown,
  'reserved keys': () => ({
    timestamp: 1,
    level: 2,
    message: 3,
    request_id: 4,
    splat: [5],
    error: 6,
    [Symbol.for('level')]: 'silly',
    [Symbol.for('message')]: 'x',
    [Symbol.for('splat')]: 7,
  }),
  'an error whose stack throws': () => Object.defineProperty(new Error('s'), 'stack', { get: boom }),
  'an error with odd properties': () =>
    Object.assign(new AggregateError([new Error('a'), 5, null], 'x'), { name: 5, message: {}, code: Symbol('c') }),
  'a promise': () => Promise.resolve(1),
  'a frozen object': () => Object.freeze({ a: 1 }),
  'an object without prototype': () => Object.assign(Object.create(null) as object, { a: 1 }),
  'a URL': () => new URL('http://user:pass@host/path?token=x'),
  'a class': () => class Odd {},
  'a huge big integer': () => 10n ** 5_000n,
  'a long text': () => 'x'.repeat(10_000_000),
};

/** Texts of any UTF-16 units, lone surrogates and control characters among them. */
const text = fc.oneof(
  fc.string(),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('%s %d %j', '%o%%%i', '100%', '\u2028\u0085\n'),
);
const name = fc.oneof(
  text,
  fc.constantFrom(
    'user',
    'items',
    'level',
    'message',
    'error',
    'err',
    'password',
    '__proto__',
    'toJSON',
    'timestamp',
    '',
  ),
);
/** Values are made where they are logged: fast-check itself looks into what it makes. */
type Make = () => unknown;
const plainly = fc.oneof(
  text,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, undefined, Symbol('s')),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array({ maxLength: 9 }),
  fc.func(fc.anything()),
);
const { value } = fc.letrec<{ value: Make }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    plainly.map(
      (made): Make =>
        () =>
          made,
    ),
    fc.constantFrom(...Object.values(HOSTILE)),
    fc.dictionary(name, tie('value'), { maxKeys: 5 }).map(
      (fields): Make =>
        () =>
          objectOf(fields),
    ),
    fc.array(tie('value'), { maxLength: 4 }).map(
      (items): Make =>
        () =>
          items.map((make) => make()),
    ),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map(
      (entries): Make =>
        () =>
          new Map(entries.map(([key, item]) => [key(), item()])),
    ),
    fc.array(tie('value'), { maxLength: 3 }).map(
      (items): Make =>
        () =>
          new Set(items.map((make) => make())),
    ),
    fc.tuple(text, tie('value')).map(
      ([message, cause]): Make =>
        () =>
          new Error(message, { cause: cause() }),
    ),
  ),
}));

function objectOf(fields: Record<string, Make>): object {
  return Object.fromEntries(Object.entries(fields).map(([key, make]) => [key, make()]));
}

/** What a call wrote, checked for what holds for every line. */
function writtenBy(call: (logger: ReturnType<typeof collect>['logger']) => unknown, isJson = true): string {
  exporter.reset();
  const { logger, output } = collect({ format: isJson ? 'json' : 'console' }, { request_id: 'r1' });
  logger.add(createOtlpTransport());
  call(logger);
  assert.equal(output.written.length, 1, 'one call, one line');
  assert.equal(exporter.getFinishedLogRecords().length, 1, 'one call, one record');
  return output.written[0]!.line;
}

function checkLine(line: string): void {
  assert.ok(!/[\n\r\u2028\u2029\u0085]/.test(line), 'one line');
  assert.ok(line.length < 8_000_000, 'bounded');
  const parsed = JSON.parse(line) as Record<string, unknown>;
  assert.deepEqual([parsed['level'], parsed['request_id'], typeof parsed['message']], ['warn', 'r1', 'string']);
  assert.ok(Math.abs(Date.parse(parsed['timestamp'] as string) - Date.now()) < 600_000, 'the time is the real one');
}

const ways: Readonly<Record<string, (logger: ReturnType<typeof collect>['logger'], args: unknown[]) => unknown>> = {
  'a level’s method': (logger, args) => (logger.warn as (...args: unknown[]) => unknown)(...args),
  'log with a level': (logger, args) => (logger.log as (...args: unknown[]) => unknown)('warn', ...args),
  'log with an object': (logger, [message, meta]) => logger.log({ level: 'warn', message: message as string, meta }),
  'a child': (logger, [message, meta]) => logger.child({ meta }).warn(message),
};

for (const [way, call] of Object.entries(ways)) {
  test(`never throws: any arguments by ${way} become one line of valid JSON`, () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), (args) =>
        checkLine(
          writtenBy((logger) =>
            call(
              logger,
              args.map((make) => make()),
            ),
          ),
        ),
      ),
      { numRuns: 150 },
    );
  });
}

for (const [what, make] of Object.entries(HOSTILE)) {
  test(`never throws: ${what}, as message, field, argument and error`, () => {
    for (const args of [
      [make()],
      ['m', make()],
      ['m', { field: make() }],
      ['%s %j %o', make(), make(), make()],
      ['m', 'n', make()],
      [{ message: make(), err: make() }],
    ]) {
      checkLine(writtenBy((logger) => (logger.warn as (...args: unknown[]) => unknown)(...args)));
    }
  });
}

test('never throws: any arguments become one line of the console format', () => {
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 4 }),
      (args) =>
        void writtenBy(
          (logger) => (logger.warn as (...args: unknown[]) => unknown)(...args.map((make) => make())),
          false,
        ),
    ),
    { numRuns: 100 },
  );
});

test('never lies: the quick way writes what the long way writes', () => {
  const withoutTime = (line: string) => line.replace(/"timestamp":"[^"]*"/, '');
  fc.assert(
    fc.property(text, fc.option(fc.dictionary(name, value, { maxKeys: 6 }), { nil: undefined }), (message, meta) => {
      const args = meta === undefined ? [message] : [message, objectOf(meta)];
      const line = (listens: boolean) =>
        writtenBy((logger) => {
          // Whoever listens to the logger sends its lines through winston's streams.
          if (listens) logger.on('data', () => undefined);
          (logger.warn as (...args: unknown[]) => unknown)(...args);
        });
      assert.equal(withoutTime(line(false)), withoutTime(line(true)));
    }),
    { numRuns: 300 },
  );
});
