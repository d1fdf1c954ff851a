import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { context, propagation, trace } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  bindToContext,
  captureCarrier,
  createRecord,
  currentRequest,
  MAX_USER_ID_LENGTH,
  runWithCarrier,
  runWithRequest,
  type Carrier,
} from '../../lib/context';
import { createContextManager } from '../../lib/telemetry/sdk/context-manager';

before(() => {
  context.setGlobalContextManager(createContextManager());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
});

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const here = () => ({
  id: currentRequest()?.id,
  user: currentRequest()?.userId,
  trace: trace.getSpanContext(context.active())?.traceId,
  baggage: propagation.getBaggage(context.active())?.getAllEntries().length,
});
const nothing = { id: undefined, user: undefined, trace: undefined, baggage: undefined };
const whole: Carrier = { request_id: 'r-1', user_id: 'u-1', traceparent: TRACEPARENT, baggage: 'a=1' };

test('a carrier comes back as it went', () => {
  runWithCarrier(whole, () => {
    assert.deepEqual(here(), { id: 'r-1', user: 'u-1', trace: TRACEPARENT.split('-')[1], baggage: 1 });
    assert.deepEqual(captureCarrier(), whole);
  });
});

const throwing = new Proxy(
  {},
  {
    get: () => assert.fail('get'),
    has: () => assert.fail('has'),
    ownKeys: () => assert.fail('keys'),
    getOwnPropertyDescriptor: () => assert.fail('descriptor'),
  },
);
const huge = 'x'.repeat(50_000_000);
const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
const hostile: Record<string, unknown> = {
  null: null,
  undefined,
  'a number': 7,
  'a text': 'request_id',
  'a symbol': Symbol('s'),
  'a list': [whole],
  'a function': () => whole,
  'a deep list': deep,
  'wrong types': {
    request_id: { toString: () => 'r-1' },
    user_id: 7,
    traceparent: [TRACEPARENT],
    tracestate: {},
    baggage: 1,
  },
  'what is inherited': Object.create(whole),
  '__proto__ as a key': JSON.parse(
    `{"__proto__": ${JSON.stringify(whole)}, "constructor": {"prototype": ${JSON.stringify(whole)}}}`,
  ),
  'one that throws': throwing,
  'getters that throw': Object.defineProperties(
    {},
    Object.fromEntries(Object.keys(whole).map((key) => [key, { enumerable: true, get: () => assert.fail(key) }])),
  ),
  'huge values': {
    request_id: huge,
    user_id: huge,
    traceparent: `${TRACEPARENT}${huge}`,
    tracestate: huge,
    baggage: `a=${huge}`,
  },
  'bad characters': { request_id: 'a\nb', traceparent: '00-zz-zz-01', baggage: '\0' },
};
for (const [title, carrier] of Object.entries(hostile)) {
  test(`hostile: ${title} is no context, and does no harm`, () => {
    const started = performance.now();
    const seen = runWithRequest(createRecord({ id: 'mine', method: 'GET', path: '/' }), () =>
      runWithCarrier(carrier as Carrier, here),
    );
    assert.deepEqual(seen, nothing);
    assert.equal(({} as Carrier).request_id, undefined, 'nothing is polluted');
    assert.ok(performance.now() - started < 1000);
  });
}

test('one bad part leaves the good ones', () => {
  assert.deepEqual(runWithCarrier({ ...whole, traceparent: 'junk' }, here), {
    id: 'r-1',
    user: 'u-1',
    trace: undefined,
    baggage: 1,
  });
  assert.equal(runWithCarrier({ ...whole, user_id: 'u'.repeat(500) }, here).user?.length, MAX_USER_ID_LENGTH);
});

test('baggage cannot set the request ID', () => {
  assert.equal(
    runWithCarrier({ baggage: 'request_id=evil,x-request-id=evil,firstlight.request_id=evil' }, here).id,
    undefined,
  );
});

test('what is thrown goes on, and the context ends with it', () => {
  assert.throws(
    () =>
      runWithCarrier(whole, () => {
        throw new Error('mine');
      }),
    /^Error: mine$/,
  );
  assert.deepEqual(here(), nothing);
});

test('a bound function keeps this, arguments, result, name and arity; what is no function stays', () => {
  const bound = runWithCarrier(whole, () =>
    bindToContext(function add(this: { base: number }, a: number, b: number) {
      return [this.base + a + b, here().id];
    }),
  );
  assert.deepEqual(bound.call({ base: 1 }, 2, 3), [6, 'r-1']);
  assert.deepEqual([bound.name, bound.length], ['add', 2]);
  assert.equal(bindToContext(undefined as never), undefined);
});
