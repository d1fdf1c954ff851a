// What Next.js tells in its spans, without Next.js; with it, in test/recipes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span } from '@opentelemetry/api';
import { createRecord, runWithRequest } from '../../lib/context';
import { Exchange, registerExchange } from '../../lib/http/server/exchange';
import { recordNextRoute } from '../../lib/http/routes/next';

/** A request whose server span writes down what is done to it while it records. */
function serve(): {
  exchange: Exchange;
  hear(attributes: Record<string, string>): void;
  span: Span;
  done: string[];
  end(): void;
} {
  const done: string[] = [];
  let isRecording = true;
  const span = {
    isRecording: () => isRecording,
    spanContext: () => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }),
    setAttribute(name: string) {
      done.push(name);
      return this;
    },
    updateName(name: string) {
      done.push(name);
      return this;
    },
  } as unknown as Span;
  const exchange = new Exchange(
    createRecord({ id: 'r', method: 'GET', path: '/users/7' }),
    { started: () => {}, completed: () => {} } as never,
    {},
  );
  registerExchange(exchange);
  exchange.enterTrace({ span, markInsideCarriers: (fn) => fn() });
  return {
    exchange,
    span,
    done,
    hear: (attributes) => runWithRequest(exchange.record, () => recordNextRoute({ attributes })),
    end: () => {
      isRecording = false;
    },
  };
}

const ROUTES: { name: string; spans: Record<string, string>[]; route: string | undefined }[] = [
  {
    name: 'the first is the request’s',
    spans: [
      { 'next.span_type': 'a', 'next.route': '/users/[id]' },
      { 'next.span_type': 'b', 'next.route': '/other' },
    ],
    route: '/users/[id]',
  },
  {
    name: 'Next.js’ own pages are none',
    spans: [{ 'next.span_type': 'a', 'next.route': '/_not-found' }],
    route: undefined,
  },
  {
    name: 'other spans say nothing',
    spans: [{ 'next.route': '/users/[id]' }, { 'http.route': '/x' }],
    route: undefined,
  },
];

for (const { name, spans, route } of ROUTES)
  test(`the route of Next.js: ${name}`, () => {
    const { exchange, hear } = serve();
    for (const span of spans) hear(span);
    assert.equal(exchange.record.route, route);
  });

test('what Next.js writes to the server span after its end is dropped without a word', () => {
  const { hear, span, done, end } = serve();
  hear({ 'next.span_type': 'BaseServer.handleRequest' });
  assert.equal(span.setAttribute('early', 1), span);
  end();
  assert.equal(span.setAttribute('late', 1), span);
  assert.equal(span.updateName('late'), span);
  assert.deepEqual(done, ['early']);
});

test('outside of a request nothing happens', () =>
  recordNextRoute({ attributes: { 'next.span_type': 'BaseServer.handleRequest' } }));
