import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Logger } from 'winston';
import { IDS } from '../../lib/logger';
import { without } from './child';
import { collect } from './collected';

const IDENTITY = {
  request_id: 'r1',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  span_id: 'b7ad6b7169203331',
  trace_flags: '01',
};

const deep = (levels: number): object => (levels === 0 ? {} : { inner: deep(levels - 1) });
const circular: Record<string, unknown> = { name: 'loop' };
circular['self'] = circular;
const endless = (): object => ({ toJSON: endless });
const thrower = () => {
  throw new Error('gotcha');
};
const hostile = new Proxy({}, { ownKeys: thrower, get: thrower, getPrototypeOf: thrower, has: thrower });
const { proxy: revoked, revoke } = Proxy.revocable([], {});
revoke();
class Parser {
  lines = 3;
}

/** What a field's value becomes. */
const values: [name: string, value: unknown, expected: unknown][] = [
  ['a string', 'text', 'text'],
  ['a number', 1.5, 1.5],
  ['not a number', NaN, 'NaN'],
  ['infinity', -Infinity, '-Infinity'],
  ['a big integer', 12345678901234567890n, '12345678901234567890'],
  ['a symbol', Symbol('s'), 'Symbol(s)'],
  ['null', null, null],
  ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['an invalid date', new Date(NaN), 'Invalid Date'],
  [
    'a map of strings',
    new Map<string, unknown>([
      ['a', 1],
      ['__proto__', 2],
    ]),
    JSON.parse('{"a":1,"__proto__":2}'),
  ],
  ['a map of objects', new Map([[{ a: 1 }, 2]]), [[{ a: 1 }, 2]]],
  ['a set', new Set([1, 'b', undefined]), [1, 'b', null]],
  ['a buffer', Buffer.from('hello'), { type: 'Buffer', bytes: 5, base64: 'aGVsbG8=' }],
  ['an array buffer', new ArrayBuffer(2), { type: 'ArrayBuffer', bytes: 2, base64: 'AAA=' }],
  ['a typed array', new Float64Array([1, NaN]), [1, 'NaN']],
  ['a URL', new URL('http://host/path'), 'http://host/path'],
  ['a regular expression', /a"b/g, '/a"b/g'],
  ['a boxed string', Object('boxed'), 'boxed'],
  ['a promise', Promise.resolve(), '[Promise]'],
  ['a class instance', new Parser(), { lines: 3 }],
  ['an array with holes and functions', [1, , () => 1], [1, null, '[Function]']], // eslint-disable-line no-sparse-arrays
  ['an object with functions and undefined', { a: 1, b() {}, c: undefined }, { a: 1 }],
  ['a circle', circular, { name: 'loop', self: '[Circular]' }],
  ['the same object twice', [Parser, Parser].map(() => circular['name']), ['loop', 'loop']],
  [
    'a getter that throws',
    {
      get bad() {
        return thrower();
      },
      good: 1,
    },
    { bad: '[Threw: gotcha]', good: 1 },
  ],
  ['a toJSON that throws', { toJSON: thrower }, '[Threw: gotcha]'],
  ['a toJSON', { toJSON: () => ({ as: 'json' }) }, { as: 'json' }],
  ['a hostile proxy', hostile, '[Threw: gotcha]'],
  ['a revoked proxy', revoked, /^\[Threw: /],
  [
    'a key named __proto__',
    JSON.parse('{"__proto__":{"polluted":true}}'),
    JSON.parse('{"__proto__":{"polluted":true}}'),
  ],
  [
    'a thing that throws a thing that throws',
    {
      get bad() {
        throw { toString: thrower };
      },
    },
    { bad: '[Threw: an unreadable value]' },
  ],
  ['characters that end lines', 'a\n\u2028\u2029\u0085b', 'a\n\u2028\u2029\u0085b'],
  ['control characters and quotes', '\u0000"\\\u001b', '\u0000"\\\u001b'],
  ['a lone surrogate', 'a\ud800b', 'a\ud800b'],
];

for (const [name, value, expected] of values) {
  test(`json: ${name}`, () => {
    const { logger, output, lines } = collect();
    logger.info('m', { value });
    logger.info({ message: 'm', value });
    logger.info('%s', 'm', { value });
    for (const line of lines()) {
      if (expected instanceof RegExp) assert.match(line['value'] as string, expected);
      else assert.deepEqual(line['value'], expected);
    }
    for (const { line } of output.written) assert.ok(!/[\n\u2028\u2029\u0085]/.test(line));
  });
}

test('json: depth and size are bounded, and what is left out is marked', () => {
  const { logger, output, lines } = collect();
  logger.info('deep', deep(10_000));
  logger.info('endless', { endless: endless() });
  logger.info('long', { text: 'x'.repeat(10_000_000) });
  logger.info('y'.repeat(10_000_000));
  logger.info('wide', { list: Array.from({ length: 1_000_000 }, () => 'item') });
  logger.info('bytes', { data: Buffer.alloc(1_000_000) });
  logger.info('names', { field: { ['n'.repeat(1_000_000)]: 1 }, ['m'.repeat(1_000_000)]: 2 });
  logger.info('fields', Object.fromEntries(Array.from({ length: 500_000 }, (_, i) => [`field${i}`, 'value'])));
  assert.ok(output.written[6]!.line.length < 10_000 && output.written[6]!.line.includes('characters cut]'));
  assert.equal(lines()[7]!['…'], '[Line too long]');
  assert.match(output.written[0]!.line, /\[Too deep\]/);
  assert.match(output.written[1]!.line, /\[Too deep\]/);
  assert.match(lines()[2]!['text'] as string, /characters cut\]$/);
  assert.match(lines()[3]!['message'] as string, /characters cut\]$/);
  assert.equal((lines()[4]!['list'] as string[]).at(-1), '[Line too long]');
  assert.match(lines()[5]!['data'].base64 as string, /bytes cut\]$/);
  for (const { line } of output.written) assert.ok(Buffer.byteLength(line) <= 65_536, String(line.length));
});

test('json: the line begins with time, level, message and the IDs that are known', () => {
  const { logger, output } = collect({ defaultFields: { 'service.name': 'shop' } }, IDENTITY);
  logger.warn('m', { a: 1 });
  assert.match(
    output.written[0]!.line,
    /^\{"timestamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","level":"warn","message":"m","request_id":"r1","trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","trace_flags":"01","service.name":"shop","a":1\}$/,
  );
});

test('json: IDs are absent, not null, where there are none', () => {
  const { logger, lines } = collect();
  logger.info('m');
  assert.deepEqual(Object.keys(lines()[0]!), ['timestamp', 'level', 'message']);
});

test('json: reserved keys win, and the app’s are kept under another name', () => {
  const { logger, lines } = collect({ defaultFields: { 'service.name': 'shop' } }, IDENTITY);
  logger.info('m', {
    timestamp: 1,
    level: 'mine',
    request_id: 2,
    trace_id: 3,
    span_id: 4,
    trace_flags: 5,
    'service.name': 6,
    app_timestamp: 7,
  });
  const { timestamp, ...line } = lines()[0]!;
  assert.match(timestamp as string, /^\d{4}-/);
  assert.deepEqual(line, {
    level: 'info',
    message: 'm',
    ...IDENTITY,
    'service.name': 'shop',
    app_app_timestamp: 1,
    app_level: 'mine',
    app_request_id: 2,
    app_trace_id: 3,
    app_span_id: 4,
    app_trace_flags: 5,
    'app_service.name': 6,
    app_timestamp: 7,
  });
});

test('json: a line about another request carries that one’s IDs', () => {
  const { logger, lines } = collect({}, IDENTITY);
  logger.info('m', { [IDS]: { request_id: 'other' } });
  assert.equal(lines()[0]!['request_id'], 'other');
  assert.equal('trace_id' in lines()[0]!, false);
});

test('json: a source of IDs that throws costs the IDs only', () => {
  const { logger, lines } = collect({ ids: thrower });
  logger.info('m');
  assert.equal(lines()[0]!['message'], 'm');
});

const boom = () => Object.assign(new TypeError('boom', { cause: new Error('why') }), { code: 'E_BOOM' });
const ways: [name: string, call: (logger: Logger, error: Error) => unknown, message: string][] = [
  ['first argument', (logger, error) => logger.error(error), 'boom'],
  ['second argument', (logger, error) => logger.error('failed', error), 'failed boom'],
  ['printf argument', (logger, error) => logger.error('failed %s', 'badly', error), 'failed badly'],
  ['message', (logger, error) => logger.error({ message: error }), 'boom'],
  ['log with a level', (logger, error) => logger.log('error', error as never), 'boom'],
  ['meta.err', (logger, err) => logger.error('failed', { err }), 'failed'],
  ['meta.error', (logger, error) => logger.error('failed', { error }), 'failed'],
  ['meta.cause', (logger, cause) => logger.error('failed', { cause }), 'failed'],
  ['an object', (logger, error) => logger.log({ level: 'error', message: 'failed', error }), 'failed'],
  ['a child', (logger, error) => logger.child({ a: 1 }).error('failed', error), 'failed boom'],
];

for (const [name, call, message] of ways) {
  test(`json: an error as ${name} lies under "error", whole and once`, () => {
    const { logger, lines } = collect();
    const error = Object.freeze(boom());
    call(logger, error);
    assert.deepEqual(without(lines()[0], 'a'), {
      level: 'error',
      message,
      error: {
        name: 'TypeError',
        message: 'boom',
        stack: error.stack,
        cause: { name: 'Error', message: 'why', stack: (error.cause as Error).stack },
        code: 'E_BOOM',
      },
    });
  });
}

test('json: all errors of an AggregateError, errors of a circle, of another realm, and of no message', () => {
  const { logger, lines } = collect();
  const loop = new Error('loop');
  loop.cause = loop;
  logger.error(new AggregateError([new Error('one'), new RangeError('two')], 'both'));
  logger.error(loop);
  logger.error(require('node:vm').runInNewContext('new SyntaxError("elsewhere")') as Error);
  logger.error(new Error());
  const [both, circle, elsewhere, empty] = lines();
  assert.deepEqual(
    both!['error'].errors.map(({ name }: Error) => name),
    ['Error', 'RangeError'],
  );
  assert.equal(circle!['error'].cause, '[Circular]');
  assert.equal(elsewhere!['error'].name, 'SyntaxError');
  assert.deepEqual([empty!['message'], empty!['error'].name], ['', 'Error']);
});

test('json: what looks like an error but is none stays what it is', () => {
  const { logger, lines } = collect();
  logger.info('m', { name: 'Bob', code: 200, error: 'text', err: { message: 'no error' } });
  assert.deepEqual(without(lines()[0]), {
    level: 'info',
    message: 'm',
    name: 'Bob',
    code: 200,
    error: 'text',
    err: { message: 'no error' },
  });
});

test('json: errors whose own properties are hostile', () => {
  const { logger, lines } = collect();
  const odd = Object.assign(new Error('x'), { message: Object.create(null) as string });
  for (const error of [
    odd,
    new Proxy(new Error('p'), { get: thrower }),
    Object.defineProperty(new Error('g'), 'stack', { get: thrower }),
  ]) {
    logger.error(error);
    logger.error('m', error);
    logger.error('%s', error);
    logger.error('m', { err: error });
    logger.write({ level: 'error', message: error });
  }
  assert.equal(lines().length, 15);
  for (const { message } of lines()) assert.equal(typeof message, 'string');
});
