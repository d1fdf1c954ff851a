// Calls of generative AI, in the forms that instrumentations have.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogEntry } from '../../collector';
import { aiOf } from '../../collector/viewer/ai';
import { sketch } from './spans';

const chat = sketch({
  id: 'a',
  name: 'chat gpt-4o',
  kind: 'CLIENT',
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 200,
    'gen_ai.response.time_to_first_chunk': 0.25,
    'gen_ai.system_instructions': '[{"type":"text","content":"Be short."}]',
    'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Weather?"}]}]',
    'gen_ai.output.messages':
      '[{"role":"assistant","parts":[{"type":"tool_call","name":"weather","arguments":{"place":"Rome"}}]}]',
    'gen_ai.retrieval.documents': '[{"id":"d1","score":0.5,"content":"Rome is warm"}]',
  },
});

test('messages of attributes, tokens, cost, first token, tools and documents', () => {
  const { calls, total } = aiOf([chat, sketch({ id: 'b' })], () => [], {
    'gpt-4o': { input: 2.5, output: 10 },
    gpt: { input: 99, output: 99 },
  });
  assert.equal(total, 1);
  const { model, inputTokens, outputTokens, cost, firstTokenMs, messages, documents } = calls[0]!;
  assert.deepEqual(
    [model, inputTokens, outputTokens, cost, firstTokenMs],
    ['gpt-4o-2024-08-06', 1000, 200, 0.0045, 250],
  );
  assert.deepEqual(messages, [
    { role: 'system', text: 'Be short.', tools: [] },
    { role: 'user', text: 'Weather?', tools: [] },
    { role: 'assistant', text: '', tools: [{ name: 'weather', arguments: '{"place":"Rome"}' }] },
  ]);
  assert.deepEqual(documents, [{ id: 'd1', score: 0.5, text: 'Rome is warm' }]);
});

test('messages of events, and anything that is none', () => {
  const event = (eventName: string, body: unknown): { record: LogEntry } => ({
    record: {
      timeNs: 0n,
      severityText: '',
      severityNumber: 9,
      body,
      attributes: {},
      flags: 0,
      eventName,
      traceId: chat.traceId,
      spanId: chat.spanId,
      resource: {},
      scope: { name: '' },
    },
  });
  const bare = { ...chat, attributes: { 'gen_ai.request.model': 'm', 'gen_ai.input.messages': 'not json' } };
  const { calls } = aiOf([bare], () => [
    event('gen_ai.user.message', { content: 'Hi' }),
    event('gen_ai.choice', {
      message: { role: 'assistant', content: 'Hello', tool_calls: [{ function: { name: 'f' } }] },
    }),
    event('gen_ai.choice', null),
    event('other', { content: 'x' }),
  ]);
  assert.deepEqual(calls[0]!.messages, [
    { role: 'user', text: 'not json', tools: [] },
    { role: 'user', text: 'Hi', tools: [] },
    { role: 'assistant', text: 'Hello', tools: [{ name: 'f', arguments: '{}' }] },
  ]);
  assert.equal(calls[0]!.cost, undefined);
});
