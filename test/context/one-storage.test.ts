import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  context,
  createContextKey,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  TraceFlags,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { createRecord, currentRequest, runWithRequest, type RequestRecord } from '../../lib/context';
import { createContextManager } from '../../lib/telemetry/sdk/context-manager';

before(() => void context.setGlobalContextManager(createContextManager()));

const OWN_TRACE = '0af7651916cd43dd8448eb211c80319c';
const OTHER_TRACE = '1af7651916cd43dd8448eb211c80319c';
const request = (id = 'mine', traceId?: string): RequestRecord =>
  createRecord({ id, method: 'GET', path: '/', traceId });
const spanIn = (traceId: string, isRemote = false, kind = SpanKind.INTERNAL): Span =>
  Object.assign(
    trace.wrapSpanContext({ traceId, spanId: 'b7ad6b7169203331', traceFlags: TraceFlags.SAMPLED, isRemote }),
    { kind },
  );
const idIn = (active: Context): string | undefined => context.with(active, () => currentRequest()?.id);
const key = createContextKey('test');

/** What is made of the active context has its request, wherever it is entered. */
const derived: Record<string, () => Context> = {
  'the active context': () => context.active(),
  'a span set': () => trace.setSpan(context.active(), spanIn(OTHER_TRACE)),
  'the span deleted': () => trace.deleteSpan(context.active()),
  'tracing suppressed': () => suppressTracing(context.active()),
  'a value set and deleted': () => context.active().setValue(key, 1).deleteValue(key),
};
for (const [title, make] of Object.entries(derived)) {
  test(`${title}: the request goes along, also into another one, and so does that there was none`, () => {
    const mine = runWithRequest(request(), make);
    assert.equal(idIn(mine), 'mine');
    assert.equal(
      runWithRequest(request('other'), () => idIn(mine)),
      'mine',
    );
    const nobodys = make();
    assert.equal(
      runWithRequest(request('other'), () => idIn(nobodys)),
      undefined,
    );
  });
}

/** What is made of ROOT_CONTEXT says nothing of a request. */
const rooted: [string, Context, string | undefined][] = [
  ['ROOT_CONTEXT', ROOT_CONTEXT, 'mine'],
  ['the trace of the request', trace.setSpan(ROOT_CONTEXT, spanIn(OWN_TRACE, true)), 'mine'],
  ['a trace that the app begins', trace.setSpan(ROOT_CONTEXT, spanIn(OTHER_TRACE)), 'mine'],
  ['a trace from elsewhere', trace.setSpan(ROOT_CONTEXT, spanIn(OTHER_TRACE, true)), undefined],
  ['the span of a consumer', trace.setSpan(ROOT_CONTEXT, spanIn(OTHER_TRACE, false, SpanKind.CONSUMER)), undefined],
  ['the span of a server', trace.setSpan(ROOT_CONTEXT, spanIn(OTHER_TRACE, false, SpanKind.SERVER)), undefined],
];
for (const [title, active, expected] of rooted) {
  test(`${title}, entered in a request that has a trace: ${expected ?? 'no request'}`, () => {
    assert.equal(
      runWithRequest(request('mine', OWN_TRACE), () => idIn(active)),
      expected,
    );
    assert.equal(
      runWithRequest(request('mine'), () => idIn(active)),
      'mine',
      'its trace is not known yet',
    );
    assert.equal(idIn(active), undefined);
  });
}

test('a function is bound to the request of the code that binds it', () => {
  const id = (): string | undefined => currentRequest()?.id;
  for (const active of [() => context.active(), () => ROOT_CONTEXT]) {
    const bound = runWithRequest(request(), () => context.bind(active(), id));
    const unbound = context.bind(active(), id);
    runWithRequest(request('other'), () => assert.deepEqual([bound(), unbound(), id()], ['mine', undefined, 'other']));
  }
});

test('arguments, this, results and errors pass', () => {
  const sum = function (this: { base: number }, a: number, b: number): number {
    return this.base + a + b;
  };
  assert.equal(context.with(ROOT_CONTEXT, sum, { base: 1 }, 2, 3), 6);
  assert.throws(
    () =>
      context.with(ROOT_CONTEXT, () => {
        throw new Error('mine');
      }),
    /^Error: mine$/,
  );
});

test('requests stay when the SDK goes', () => {
  runWithRequest(request(), () => {
    context.disable();
    assert.equal(currentRequest()?.id, 'mine');
  });
});
