import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { after, test } from 'node:test';
import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { createRecord, currentRequest } from '../../lib/context';
import { Exchange, registerExchange } from '../../lib/http/server/exchange';
import { bindMessage, installMessageEvents } from '../../lib/http/server/messages';
import { createContextManager } from '../../lib/telemetry/sdk/context-manager';

const KEY = createContextKey('test');
const bound = ROOT_CONTEXT.setValue(KEY, 'bound');
const other = ROOT_CONTEXT.setValue(KEY, 'other');

context.setGlobalContextManager(createContextManager(bindMessage));
const undo = installMessageEvents();
after(undo);

function serve(): { request: IncomingMessage; response: ServerResponse; record: object } {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const record = createRecord({ id: 'r1', method: 'GET', path: '/' });
  registerExchange(new Exchange(record, { started: () => {}, completed: () => {} }, request), request, response);
  return { request, response, record };
}

for (const which of ['request', 'response'] as const) {
  test(`who listens to a bound ${which} is called in its context and request, and stays who it was`, () => {
    const { [which]: message, record } = serve();
    assert.equal(context.bind(bound, message), message);
    const seen: unknown[] = [];
    const listener = () => seen.push(context.active().getValue(KEY), currentRequest() === record);
    context.with(other, () => message.once('thing', listener));
    assert.deepEqual(
      [Object.hasOwn(message, 'on'), message.rawListeners('thing').length, message.listeners('thing')],
      [false, 1, [listener]],
    );
    message.emit('thing');
    context.with(other, () => message.once('thing', listener).emit('thing'));
    assert.deepEqual(seen, ['bound', true, 'bound', true]);
    context.with(other, () => assert.equal(context.active().getValue(KEY), 'other'));
  });
}

test('the first context stays; request and response share it', () => {
  const { request, response } = serve();
  context.bind(bound, request);
  context.bind(other, request);
  let seen: unknown;
  response
    .on('thing', () => {
      seen = context.active().getValue(KEY);
    })
    .emit('thing');
  assert.equal(seen, 'bound');
});

test('an error without a listener is thrown, and its monitors are called in context', () => {
  const { request } = serve();
  context.bind(bound, request);
  let seen: unknown;
  request.on(EventEmitter.errorMonitor, () => {
    seen = context.active().getValue(KEY);
  });
  assert.throws(() => request.emit('error', new Error('unheard')), /unheard/);
  assert.equal(seen, 'bound');
});

test('other emitters, functions, and messages of no request are bound as ever', () => {
  for (const emitter of [new EventEmitter(), new IncomingMessage(new Socket())]) {
    context.bind(bound, emitter);
    let seen: unknown;
    emitter.on('thing', () => {
      seen = context.active().getValue(KEY);
    });
    emitter.emit('thing');
    assert.equal(seen, 'bound');
  }
  assert.equal(context.bind(bound, () => context.active().getValue(KEY))(), 'bound');
});
