import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Content } from '../../lib/instrumentations/models/content';
import { explain, runApp } from '../support';

const text = (content: string) => ({ type: 'text', content });
const said = (role: string, content: string) => ({ role, parts: [text(content)] });

/** What clients are given and answer, in the shapes of their providers: whole, or chunk by chunk. */
const cases: {
  name: string;
  params: object;
  isStream?: boolean;
  bodies: object[];
  input: unknown;
  output: unknown;
  system?: unknown;
}[] = [
  {
    name: 'chat of OpenAI, with a tool',
    params: {
      messages: [
        { role: 'system', content: 's' },
        { role: 'user', content: [{ type: 'text', text: 'q' }, { type: 'image_url' }] },
        { role: 'tool', tool_call_id: 't1', content: '21' },
      ],
    },
    bodies: [
      {
        choices: [
          {
            message: {
              role: 'assistant',
              content: 'a',
              tool_calls: [{ id: 't2', function: { name: 'f', arguments: '{}' } }],
            },
          },
        ],
      },
    ],
    input: [
      said('system', 's'),
      { role: 'user', parts: [text('q'), { type: 'image_url' }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 't1', response: '21' }] },
    ],
    output: [{ role: 'assistant', parts: [text('a'), { type: 'tool_call', id: 't2', name: 'f', arguments: '{}' }] }],
  },
  {
    name: 'chat of OpenAI, streamed',
    params: { messages: [{ role: 'user', content: 'q' }] },
    isStream: true,
    bodies: [
      { choices: [{ delta: { content: 'a' } }] },
      { choices: [{ delta: { content: 'b' } }] },
      { choices: [{ delta: {} }] },
    ],
    input: [said('user', 'q')],
    output: [said('assistant', 'ab')],
  },
  {
    name: 'responses of OpenAI',
    params: { input: 'q', instructions: 's' },
    bodies: [{ output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'a' }] }] }],
    input: [said('user', 'q')],
    system: [text('s')],
    output: [said('assistant', 'a')],
  },
  {
    name: 'responses of OpenAI, streamed: the last event repeats the text',
    params: { input: 'q' },
    isStream: true,
    bodies: [
      { type: 'response.output_text.delta', delta: 'a' },
      { type: 'response.completed', response: { output: [{ role: 'assistant', content: [{ text: 'a' }] }] } },
    ],
    input: [said('user', 'q')],
    output: [said('assistant', 'a')],
  },
  {
    name: 'Anthropic',
    params: { system: 's', messages: [{ role: 'user', content: 'q' }] },
    bodies: [
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'a' },
          { type: 'tool_use', id: 't', name: 'f', input: { x: 1 } },
        ],
      },
    ],
    input: [said('user', 'q')],
    system: [text('s')],
    output: [said('assistant', 'a')].map(({ role, parts }) => ({
      role,
      parts: [...parts, { type: 'tool_call', id: 't', name: 'f', arguments: { x: 1 } }],
    })),
  },
  {
    name: 'Anthropic, streamed',
    params: { messages: [{ role: 'user', content: 'q' }] },
    isStream: true,
    bodies: [
      { type: 'message_start', message: { content: [] } },
      { type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' } },
    ],
    input: [said('user', 'q')],
    output: [said('assistant', 'a')],
  },
  {
    name: 'Gemini, streamed: each chunk is an answer',
    params: { contents: 'q', config: { systemInstruction: 's' } },
    isStream: true,
    bodies: [
      { candidates: [{ content: { role: 'model', parts: [{ text: 'a' }] } }] },
      { candidates: [{ content: { role: 'model', parts: [{ text: 'b' }] } }] },
    ],
    input: [said('user', 'q')],
    system: [text('s')],
    output: [said('assistant', 'ab')],
  },
  {
    name: 'Ollama',
    params: { messages: [{ role: 'user', content: 'q' }] },
    bodies: [{ message: { role: 'assistant', content: 'a' } }],
    input: [said('user', 'q')],
    output: [said('assistant', 'a')],
  },
  {
    name: 'hostile values',
    params: { messages: [null, 1, { content: null }, { content: { a: 1 } }] },
    bodies: [{ choices: [null, {}] }, {}],
    input: [
      { role: 'user', parts: [] },
      { role: 'user', parts: [] },
      { role: 'user', parts: [] },
      { role: 'user', parts: [{ type: 'file' }] },
    ],
    output: undefined,
  },
];

describe('what a model is asked and answers', () => {
  for (const { name, params, isStream = false, bodies, input, output, system } of cases)
    test(name, () => {
      const content = new Content(params, isStream);
      bodies.forEach((body) => content.add(body));
      const read = (key: string): unknown => {
        const value = content.attributes[key];
        return value === undefined ? undefined : JSON.parse(value as string);
      };
      assert.deepEqual(read('gen_ai.input.messages'), input);
      assert.deepEqual(read('gen_ai.output.messages'), output);
      assert.deepEqual(read('gen_ai.system_instructions'), system);
    });
});

describe('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', () => {
  /** Whether the text that the case asks and is answered is on its spans, and in events. */
  const values: [string | undefined, { isOnSpans: boolean; isInEvents: boolean }][] = [
    [undefined, { isOnSpans: false, isInEvents: false }],
    ['true', { isOnSpans: true, isInEvents: true }],
    ['SPAN_ONLY', { isOnSpans: true, isInEvents: false }],
    ['event_only', { isOnSpans: false, isInEvents: true }],
  ];
  for (const [value, { isOnSpans, isInEvents }] of values)
    test(String(value), async () => {
      const result = await runApp({
        fixture: 'instrumentations/own/load.cjs',
        args: ['groq'],
        env: value === undefined ? {} : { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: value },
      });
      explain(result, ({ code, spans, logs }) => {
        assert.equal(code, 0);
        const chats = spans.filter(({ scope }) => scope.name === 'firstlight/groq');
        assert.equal(chats.length, 2);
        for (const { attributes } of chats)
          for (const key of ['gen_ai.input.messages', 'gen_ai.output.messages'])
            assert.equal(String(attributes[key]).includes('secret'), isOnSpans, key);
        const events = logs.filter(({ attributes }) => 'gen_ai.output.messages' in attributes);
        assert.equal(events.length, isInEvents ? 2 : 0);
        assert.ok(events.every((event) => chats.some(({ spanId }) => spanId === event.spanId)));
      });
    });
});
