import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { watchEvents, watchPromise } from '../../../lib/watching';
import { guardWrap, type Wrap } from '../../../lib/telemetry/instrumentations/wrapping';

type Method = (this: unknown, ...args: any[]) => any;
const ours = new Error('ours');
const theirs = new Error('theirs');
const fail = (): never => {
  throw ours;
};

/** A method of the app's, wrapped; says what it was called with and what went wrong with ours. */
function wrapped(
  original: Method,
  wrapper: (original: Method) => unknown,
): { holder: { method: Method }; errors: unknown[] } {
  const errors: unknown[] = [];
  const ignore = (): void => {};
  diag.setLogger(
    { error: ignore, warn: ignore, info: ignore, verbose: ignore, debug: (_text, error) => errors.push(error) },
    {
      logLevel: DiagLogLevel.DEBUG,
      suppressOverrideMessage: true,
    },
  );
  errors.length = 0;
  const assign: Wrap = (holder, name, make) =>
    ((holder as Record<string, unknown>)[name] = make((holder as Record<string, Method>)[name]!, name));
  const holder = { method: original };
  guardWrap(assign)(holder, 'method', wrapper);
  return { holder, errors };
}

const calls: {
  name: string;
  wrapper: (original: Method) => Method;
  value?: string;
  error?: Error;
  errors: unknown[];
  throws?: boolean;
  times?: number;
}[] = [
  {
    name: 'ours is fine',
    wrapper: (original) =>
      function (...args) {
        return original.apply(this, args);
      },
    value: 'this a',
    errors: [],
  },
  { name: 'ours throws before', wrapper: () => fail, value: 'this a', errors: [ours] },
  {
    name: 'ours throws afterwards',
    wrapper: (original) =>
      function (...args) {
        original.apply(this, args);
        return fail();
      },
    value: 'this a',
    errors: [ours],
  },
  {
    name: 'theirs throws',
    wrapper: (original) =>
      function (...args) {
        return original.apply(this, args);
      },
    throws: true,
    error: theirs,
    errors: [],
  },
  {
    name: 'theirs throws, and ours when it hears of it',
    throws: true,
    error: theirs,
    errors: [ours],
    wrapper: (original) =>
      function (...args) {
        try {
          return original.apply(this, args);
        } catch {
          return fail();
        }
      },
  },
  {
    name: 'ours changes the arguments and throws',
    wrapper: () =>
      function (...args) {
        args[0] = 'changed';
        return fail();
      },
    value: 'this a',
    errors: [ours],
  },
];

for (const { name, wrapper, value, error, errors, throws } of calls) {
  test(`a guarded method: ${name}`, () => {
    let times = 0;
    const it = wrapped(function (this: unknown, argument: string) {
      times += 1;
      if (throws) throw theirs;
      return `${String((this as { name: string }).name)} ${argument}`;
    }, wrapper);
    const call = (): unknown => it.holder.method.call({ name: 'this' }, 'a');
    if (error) assert.throws(call, error);
    else assert.equal(call(), value);
    assert.deepEqual(it.errors, errors);
    assert.equal(times, 1, 'the original runs once');
  });
}

test('a guarded method that calls itself, by way of the app', () => {
  const { holder, errors } = wrapped(
    (depth: number): number => (depth === 0 ? 0 : 1 + (holder.method(depth - 1) as number)),
    (original) => (depth: number) => {
      const result = original(depth) as number;
      return depth === 1 ? fail() : result;
    },
  );
  assert.equal(holder.method(3), 3);
  assert.deepEqual(errors, [ours]);
});

test('a guarded class, function and method look as they did', () => {
  class Base {
    static shared = 1;
    constructor(readonly value: number) {}
  }
  const { holder } = wrapped(
    Base as unknown as Method,
    (original) =>
      function (value: number) {
        return Reflect.construct(original, [value]) as unknown;
      },
  );
  const Guarded = holder.method as unknown as typeof Base;
  class Derived extends Base {}
  assert.deepEqual(
    [Guarded.name, Guarded.length, Guarded.shared, new Guarded(3).value, new Guarded(3) instanceof Base],
    ['Base', 1, 1, 3, true],
  );
  assert.ok(new Derived(1) instanceof Guarded);
  const { holder: other } = wrapped(
    Object.assign(async (_a: unknown, _b: unknown) => {}, { tag: 'kept' }),
    (original) => original,
  );
  assert.deepEqual(
    [other.method.length, (other.method as unknown as { tag: string }).tag, other.method.constructor.name],
    [2, 'kept', 'AsyncFunction'],
  );
});

test('what is no method is left alone', () => {
  const { holder } = wrapped(undefined as unknown as Method, () => fail);
  assert.equal(holder.method, undefined);
});

test('what becomes of a watched promise goes on to the app', async () => {
  const heard: unknown[] = [];
  const promise = watchPromise(Promise.reject(theirs), fail, (error) => heard.push(error));
  await assert.rejects(promise, theirs);
  assert.deepEqual(heard, [theirs]);
  assert.equal(await watchPromise(Promise.resolve(1), fail, fail), 1, 'an exception of ours is none of the app');
  assert.equal(watchPromise('no promise', fail, fail), 'no promise');
});

test('watched events have no listener, and an error without one is thrown', () => {
  const emitter = new EventEmitter();
  const heard: unknown[] = [];
  const undo = watchEvents(emitter, { error: (error) => heard.push(error), end: fail });
  assert.throws(() => emitter.emit('error', theirs), theirs);
  assert.equal(emitter.emit('end'), false);
  assert.deepEqual([heard, emitter.eventNames(), Object.keys(emitter).includes('emit')], [[theirs], [], false]);
  undo();
  assert.equal(Object.hasOwn(emitter, 'emit'), false);
});
