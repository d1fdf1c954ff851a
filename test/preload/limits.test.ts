// The limits of attributes, events and links: 0 is one, too. https://opentelemetry.io/docs/specs/otel/common/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, runApp } from '../support';

interface Case {
  env: Record<string, string>;
  /** What differs from the whole: attributes of the span, its events, its links, attributes of the log record. */
  span?: object;
  events?: object[];
  links?: object[];
  record?: object;
}

const WHOLE = {
  span: { a: 'text', b: ['text', 'b'] },
  events: [{ e: 'text' }],
  links: [{ l: 'text' }],
  record: { a: 'text' },
};

const cases: Case[] = [
  { env: {} },
  {
    env: { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '0' },
    span: { a: '', b: ['', ''] },
    events: [{ e: '' }],
    links: [{ l: '' }],
    record: { a: '' },
  },
  {
    env: { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '2' },
    span: { a: 'te', b: ['te', 'b'] },
    events: [{ e: 'te' }],
    links: [{ l: 'te' }],
    record: { a: 'te' },
  },
  { env: { OTEL_ATTRIBUTE_COUNT_LIMIT: '0' }, span: {}, record: {} },
  { env: { OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '0' }, span: {} },
  { env: { OTEL_SPAN_EVENT_COUNT_LIMIT: '0' }, events: [] },
  { env: { OTEL_SPAN_LINK_COUNT_LIMIT: '0' }, links: [] },
  { env: { OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: '0' }, events: [{}] },
  { env: { OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: '0' }, links: [{}] },
  { env: { OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: '0' }, record: {} },
  { env: { OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: '0' }, record: { a: '' } },
];

for (const { env, ...expected } of cases) {
  test(JSON.stringify(env), async () => {
    explain(await runApp({ fixture: 'preload/limits.cjs', env }), ({ code, spans, logs, err }) => {
      assert.equal(code, 0);
      const span = spans.find(({ name }) => name === 'limited');
      const record = logs.find(({ body }) => body === 'limited');
      assert.deepEqual(
        {
          span: span?.attributes,
          events: span?.events.map(({ attributes }) => attributes),
          links: span?.links.map(({ attributes }) => attributes),
          record: record?.attributes,
        },
        { ...WHOLE, ...expected },
      );
      const refused = err.filter(({ message }) => /invalid|must be positive/.test(message));
      assert.deepEqual(refused, [], '0 is a limit');
    });
  });
}
