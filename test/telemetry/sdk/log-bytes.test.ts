// Log records as protobuf: the bytes are those of upstream's serializer, for any record that it takes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import fc from 'fast-check';
import { createLogsEncoder } from '../../../lib/telemetry/encoding/protobuf/logs';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  // Around the lengths whose length takes one byte more, in one, two and three bytes a character; lone surrogates.
  ...['a', 'é', '語', '\ud800'].flatMap((unit) =>
    [47, 48, 49, 63, 64, 65, 127, 128, 129, 5_461, 5_462, 16_383, 16_384].map((length) =>
      fc.constant(unit.repeat(length)),
    ),
  ),
);
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(
    0,
    -0,
    127,
    128,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 53,
    2 ** 62,
    -1,
    -(2 ** 31),
    -(2 ** 63),
    2 ** 63,
  ),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    number,
    fc.boolean(),
    fc.constantFrom(undefined, null, Symbol('s'), 1n, () => {}),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));
const attributes = fc.dictionary(fc.oneof(text, fc.constantFrom('__proto__', '', 'log.iostream')), value, {
  maxKeys: 6,
});
const optional = fc.option(text, { nil: undefined });
const time = fc.tuple(fc.nat(18_446_744_072), fc.oneof(fc.nat(999_999_999), fc.constantFrom(0.5, 1e10)));
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: length, maxLength: length });
const span = fc.record({
  traceId: fc.oneof(hex(32), fc.constant('')),
  spanId: hex(16),
  traceFlags: fc.constantFrom(0, 1, 255),
});
const source = { attributes, schemaUrl: optional };
const [RESOURCES, SCOPES] = [2, 3];

const batch = fc
  .record({
    resources: fc.array(fc.record(source), { minLength: RESOURCES, maxLength: RESOURCES }),
    scopes: fc.array(
      fc.record({ name: text, version: optional, ...source, droppedAttributesCount: fc.option(fc.nat()) }),
      { minLength: SCOPES, maxLength: SCOPES },
    ),
    records: fc.array(
      fc.record({
        resource: fc.nat(RESOURCES - 1),
        scope: fc.nat(SCOPES - 1),
        hrTime: time,
        hrTimeObserved: time,
        severityNumber: fc.option(fc.nat(24), { nil: undefined }),
        severityText: optional,
        body: value,
        attributes,
        droppedAttributesCount: fc.nat(),
        spanContext: fc.option(span, { nil: undefined }),
        eventName: optional,
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ resources, scopes, records }) =>
    records.map(
      ({ resource, scope, ...record }) =>
        ({
          ...record,
          resource: resources[resource],
          instrumentationScope: scopes[scope],
        }) as unknown as ReadableLogRecord,
    ),
  );

test('any records: the same bytes, one batch after the other', () => {
  const encode = createLogsEncoder();
  fc.assert(
    fc.property(batch, (records) => {
      assert.deepEqual(Buffer.from(encode(records)), Buffer.from(ProtobufLogsSerializer.serializeRequest(records)!));
    }),
    { numRuns: 500 },
  );
});

test('a record that throws leaves nothing behind for the next', () => {
  const encode = createLogsEncoder();
  const record = {
    hrTime: [1, 2],
    hrTimeObserved: [1, 2],
    attributes: {},
    resource: { attributes: {} },
    instrumentationScope: { name: 's' },
    droppedAttributesCount: 0,
  };
  const broken = Object.defineProperty({}, 'a', {
    enumerable: true,
    get() {
      throw new Error('the getter of a');
    },
  });
  assert.throws(() => encode([{ ...record, attributes: broken } as never]), /the getter of a/);
  assert.deepEqual(
    Buffer.from(encode([record as never])),
    Buffer.from(ProtobufLogsSerializer.serializeRequest([record as never])!),
  );
});
