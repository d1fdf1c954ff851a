import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { guardCall, guardWraps } from '../../lib/telemetry/wrapping';

type Method = (this: any, ...args: any[]) => any;

/** A function that an instrumentation has wrapped, what the original was called with, and the errors that were kept from the app. */
function wrap(original: Method, wrapper: (original: Method) => unknown) {
  const calls: unknown[][] = [];
  const errors: unknown[] = [];
  const noted = Object.assign(function (this: unknown, ...args: unknown[]): unknown {
    calls.push([this, ...args]);
    return original.apply(this, args) as unknown;
  }, original);
  return { calls, errors, wrapped: guardCall(noted, wrapper, (error) => errors.push(error)) as Method };
}

const own = new Error("the app's");
const ours = new Error('ours');

describe('what an instrumentation does wrong', () => {
  test('before the call: the original runs with the arguments and the `this` of the app', () => {
    const { wrapped, calls, errors } = wrap(() => 'result', () => () => { throw ours; });
    const self = {};
    assert.equal(wrapped.call(self, 1, 2), 'result');
    assert.deepEqual(calls, [[self, 1, 2]]);
    assert.equal(calls[0]![0], self);
    assert.deepEqual(errors, [ours]);
  });

  test('after the call: the original has run once, and what it gave is the result', () => {
    const { wrapped, calls } = wrap(() => 'result', (original) => () => { original(1); throw ours; });
    assert.equal(wrapped(2), 'result');
    assert.deepEqual(calls, [[undefined, 1]]);
  });

  test("after the call has failed: the app gets its own error", () => {
    const { wrapped, calls } = wrap(() => { throw own; }, (original) => () => { try { original(); } catch { throw ours; } });
    assert.throws(() => wrapped(), (error) => error === own);
    assert.equal(calls.length, 1);
  });
});

describe('what an instrumentation does right', () => {
  test('changes arguments and results', () => {
    const { wrapped, errors } = wrap((a: number) => a, (original) => (a: number) => original(a + 1) as number * 10);
    assert.equal(wrapped(1), 20);
    assert.deepEqual(errors, []);
  });

  test("passes the app's error on, the same", () => {
    const { wrapped, errors } = wrap(() => { throw own; }, (original) => () => original());
    assert.throws(() => wrapped(), (error) => error === own);
    assert.deepEqual(errors, []);
  });

  test('calls the original later, or twice', async () => {
    const { wrapped, calls } = wrap((a: unknown) => a, (original) => (a: unknown) => { original(a); return Promise.resolve().then(() => original(a)); });
    assert.equal(await wrapped(3), 3);
    assert.equal(calls.length, 2);
  });
});

test('a call within a call keeps its own account', () => {
  const { wrapped, calls } = wrap((again?: () => void) => { again?.(); return 'result'; }, (original) => (again: unknown) => { original(again); throw ours; });
  assert.equal(wrapped(() => assert.equal(wrapped(), 'result')), 'result');
  assert.equal(calls.length, 2);
});

test('name, arity, static properties and the prototype are those of the original', () => {
  class Client { static version = 1; readonly host: string; constructor(host: string) { this.host = host; } }
  const Guarded = guardCall(Client as unknown as Method, (Original) => Object.assign(function (this: unknown, ...args: unknown[]): unknown {
    return Reflect.construct(Original, args, new.target) as unknown;
  }, Original, { prototype: Original.prototype as unknown }), () => {}) as unknown as typeof Client;
  assert.deepEqual([Guarded.name, Guarded.length, Guarded.version], ['Client', 1, 1]);
  const client = new Guarded('a');
  assert.ok(client instanceof Client);
  assert.ok(client instanceof Guarded);
  assert.equal(client.host, 'a');
  assert.equal(new (class Sub extends Guarded { sub = true; })('b').host, 'b');
});

test('what an instrumentation wraps by `_wrap` is guarded', () => {
  const target = { get: () => 'result' };
  const wrapping = { _wrap: (object: Record<string, Method>, name: string, wrapper: (original: Method) => Method) => { object[name] = wrapper(object[name]!); } };
  guardWraps(wrapping as unknown as Instrumentation, () => { throw new Error('the report fails, too'); });
  wrapping._wrap(target as never, 'get', () => () => { throw ours; });
  assert.equal(target.get(), 'result');
});
