// Protobuf and JSON say the same, and what is no OTLP is refused with a sentence.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, type Type } from 'protobufjs';
import { decodeRequest } from '../../collector/decode/decode';
import { MESSAGES } from '../../collector/decode/messages';
import type { Signal } from '../../collector';

/**
 * The message table as a .proto file, so that protobufjs, which knows nothing of our decoder, encodes what the tests
 * send.
 */
function protoOf(): string {
  const scalars = new Set([
    'string',
    'bytes',
    'bool',
    'int32',
    'uint32',
    'sint32',
    'int64',
    'uint64',
    'fixed32',
    'fixed64',
    'sfixed64',
    'double',
  ]);
  const messages = Object.entries(MESSAGES).map(([message, fields]) => {
    const lines = Object.entries(fields).map(
      ([number, [name, type, many]]) =>
        `${many ? 'repeated ' : scalars.has(type) ? 'optional ' : ''}${type} ${name} = ${number};`,
    );
    return `message ${message} { ${lines.join(' ')} }`;
  });
  return `syntax = "proto3"; ${messages.join('\n')}`;
}

const { root } = parse(protoOf(), { keepCase: true });
const encode = (type: string, message: object): Buffer => {
  const codec: Type = root.lookupType(type);
  return Buffer.from(codec.encode(codec.fromObject(message)).finish());
};

const TYPES: Record<Signal, string> = {
  traces: 'ExportTraceServiceRequest',
  logs: 'ExportLogsServiceRequest',
  metrics: 'ExportMetricsServiceRequest',
};
const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

/** IDs are hex in OTLP/JSON, and base64 where protobufjs takes bytes. */
function withBase64Ids(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return /^(traceId|spanId|parentSpanId)$/.test(key) ? base64(value) : value;
  if (Array.isArray(value)) return value.map((each) => withBase64Ids(each, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withBase64Ids(each, name)]));
}

const ids = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };
const time = { startTimeUnixNano: '1544712660000000000', timeUnixNano: '1544712661000000000' };
const attributes = [
  { key: 'text', value: { stringValue: 'x' } },
  { key: 'empty', value: { stringValue: '' } },
  { key: 'no', value: { boolValue: false } },
  { key: 'big', value: { intValue: '9223372036854775807' } },
  { key: 'small', value: { intValue: '-1' } },
  { key: 'double', value: { doubleValue: -0.25 } },
  { key: 'bytes', value: { bytesValue: 'AQID' } },
  { key: 'nothing', value: {} },
  { key: '__proto__', value: { stringValue: 'polite' } },
  {
    key: 'list',
    value: {
      arrayValue: {
        values: [{ intValue: '1' }, { kvlistValue: { values: [{ key: 'a', value: { boolValue: true } }] } }, {}],
      },
    },
  },
];
const exemplars = [
  { timeUnixNano: '5', asInt: '-3', ...ids, filteredAttributes: [{ key: 'k', value: { stringValue: 'v' } }] },
];

const metric = (data: object): object => ({
  resourceMetrics: [
    { scopeMetrics: [{ scope: { name: 's', version: '1' }, metrics: [{ name: 'm', unit: 'u', ...data }] }] },
  ],
});

const REQUESTS: { name: string; signal: Signal; request: object; look: (record: any) => unknown; expected: unknown }[] =
  [
    {
      name: 'a span with everything',
      signal: 'traces',
      request: {
        resourceSpans: [
          {
            resource: { attributes, droppedAttributesCount: 1 },
            schemaUrl: 'u',
            scopeSpans: [
              {
                spans: [
                  {
                    ...ids,
                    parentSpanId: 'aaaaaaaaaaaaaaaa',
                    traceState: 'a=b',
                    name: 'n',
                    kind: 5,
                    startTimeUnixNano: '1',
                    endTimeUnixNano: '2500001',
                    attributes,
                    droppedAttributesCount: 1,
                    droppedEventsCount: 2,
                    droppedLinksCount: 3,
                    flags: 0x301,
                    events: [{ timeUnixNano: '2', name: 'e' }],
                    links: [{ ...ids, traceState: 'x', flags: 1 }],
                    status: { code: 1 },
                  },
                ],
              },
            ],
          },
        ],
      },
      look: ({ kind, traceState, durationMs, dropped, flags, status, scope, links }) => ({
        kind,
        traceState,
        durationMs,
        dropped,
        flags,
        status,
        scope,
        links,
      }),
      expected: {
        kind: 'CONSUMER',
        traceState: 'a=b',
        durationMs: 2.5,
        dropped: { attributes: 1, events: 2, links: 3 },
        flags: 0x301,
        status: { code: 'OK' },
        scope: { name: '' },
        links: [{ ...ids, attributes: {} }],
      },
    },
    {
      name: 'every kind of value',
      signal: 'traces',
      request: { resourceSpans: [{ scopeSpans: [{ spans: [{ ...ids, attributes }] }] }] },
      look: ({ attributes: seen }) => Object.entries(seen as object),
      expected: [
        ['text', 'x'],
        ['empty', ''],
        ['no', false],
        ['big', 9223372036854775807n],
        ['small', -1],
        ['double', -0.25],
        ['bytes', Buffer.from([1, 2, 3])],
        ['nothing', null],
        ['__proto__', 'polite'],
        ['list', [1, { a: true }, null]],
      ],
    },
    {
      name: 'a log record that was only observed',
      signal: 'logs',
      request: {
        resourceLogs: [
          {
            scopeLogs: [
              {
                logRecords: [
                  {
                    observedTimeUnixNano: '7',
                    severityNumber: 10,
                    severityText: 'INFO2',
                    body: { stringValue: 'b' },
                    flags: 1,
                  },
                ],
              },
            ],
          },
        ],
      },
      look: ({ timeNs, severityNumber, severityText, body, flags, traceId }) => ({
        timeNs,
        severityNumber,
        severityText,
        body,
        flags,
        traceId,
      }),
      expected: { timeNs: 7n, severityNumber: 10, severityText: 'INFO2', body: 'b', flags: 1, traceId: undefined },
    },
    {
      name: 'a gauge of integers',
      signal: 'metrics',
      request: metric({ gauge: { dataPoints: [{ ...time, asInt: '-5', exemplars, flags: 1 }] } }),
      look: ({ type, points }) => ({ type, points }),
      expected: {
        type: 'gauge',
        points: [
          {
            attributes: {},
            timeNs: 1544712661000000000n,
            startNs: 1544712660000000000n,
            flags: 1,
            value: -5,
            exemplars: [{ value: -3, timeNs: 5n, ...ids, attributes: { k: 'v' } }],
          },
        ],
      },
    },
    {
      name: 'a sum that falls',
      signal: 'metrics',
      request: metric({
        sum: { aggregationTemporality: 1, isMonotonic: false, dataPoints: [{ ...time, asDouble: 0 }] },
      }),
      look: ({ temporality, monotonic, points }) => [temporality, monotonic, points[0].value],
      expected: ['DELTA', false, 0],
    },
    {
      name: 'a histogram',
      signal: 'metrics',
      request: metric({
        histogram: {
          aggregationTemporality: 2,
          dataPoints: [
            { ...time, count: '3', sum: 6, min: 1, max: 3, bucketCounts: ['1', '2'], explicitBounds: [1.5] },
          ],
        },
      }),
      look: ({ points: [{ count, sum, min, max, buckets }] }) => ({ count, sum, min, max, buckets }),
      expected: { count: 3, sum: 6, min: 1, max: 3, buckets: { bounds: [1.5], counts: [1, 2] } },
    },
    {
      name: 'an exponential histogram',
      signal: 'metrics',
      request: metric({
        exponentialHistogram: {
          aggregationTemporality: 1,
          dataPoints: [
            {
              ...time,
              count: '9',
              scale: -2,
              zeroCount: '4',
              zeroThreshold: 0.5,
              positive: { offset: -7, bucketCounts: ['1', '300'] },
              negative: { offset: 3, bucketCounts: ['2'] },
            },
          ],
        },
      }),
      look: ({ points: [{ exponential, sum }] }) => ({ exponential, sum }),
      expected: {
        exponential: {
          scale: -2,
          zeroCount: 4,
          zeroThreshold: 0.5,
          positive: { offset: -7, counts: [1, 300] },
          negative: { offset: 3, counts: [2] },
        },
        sum: undefined,
      },
    },
    {
      name: 'a summary',
      signal: 'metrics',
      request: metric({
        summary: {
          dataPoints: [
            {
              ...time,
              count: '2',
              sum: 3,
              quantileValues: [
                { quantile: 0.5, value: 1 },
                { quantile: 1, value: 2 },
              ],
            },
          ],
        },
      }),
      look: ({ points: [{ count, sum, quantiles }] }) => ({ count, sum, quantiles }),
      expected: {
        count: 2,
        sum: 3,
        quantiles: [
          { quantile: 0.5, value: 1 },
          { quantile: 1, value: 2 },
        ],
      },
    },
  ];

for (const { name, signal, request, look, expected } of REQUESTS) {
  test(`${name}: protobuf and JSON give the same record`, () => {
    const json = decodeRequest(signal, 'json', Buffer.from(JSON.stringify(request)));
    const protobuf = decodeRequest(signal, 'protobuf', encode(TYPES[signal], withBase64Ids(request) as object));
    assert.deepEqual(look(json[0]), expected);
    assert.deepEqual(protobuf, json);
  });
}

const span = (fields: object): object => ({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...ids, ...fields }] }] }] });
const nested = (levels: number): object =>
  levels === 0 ? { boolValue: true } : { arrayValue: { values: [nested(levels - 1)] } };

const TOLERATED: {
  name: string;
  signal: Signal;
  body: object;
  look: (records: any[]) => unknown;
  expected: unknown;
}[] = [
  { name: 'nothing at all', signal: 'traces', body: {}, look: (records) => records, expected: [] },
  {
    name: 'nulls',
    signal: 'traces',
    body: span({ attributes: null, status: null, name: null }),
    look: ([record]) => [record.name, record.status.code],
    expected: ['', 'UNSET'],
  },
  {
    name: 'unknown fields',
    signal: 'traces',
    body: span({ later: { x: 1 } }),
    look: (records) => records.length,
    expected: 1,
  },
  {
    name: 'enums by name',
    signal: 'traces',
    body: span({ kind: 'SPAN_KIND_CLIENT', status: { code: 'STATUS_CODE_ERROR' } }),
    look: ([{ kind, status }]) => [kind, status.code],
    expected: ['CLIENT', 'ERROR'],
  },
  {
    name: 'enums of the future',
    signal: 'traces',
    body: span({ kind: 99 }),
    look: ([{ kind }]) => kind,
    expected: 'INTERNAL',
  },
  {
    name: 'numbers where 64-bit strings are customary',
    signal: 'traces',
    body: span({ startTimeUnixNano: 5 }),
    look: ([{ startNs }]) => startNs,
    expected: 5n,
  },
  {
    name: 'upper-case IDs',
    signal: 'traces',
    body: span({ traceId: ids.traceId.toUpperCase() }),
    look: ([{ traceId }]) => traceId,
    expected: ids.traceId,
  },
  {
    name: 'an all-zero parent',
    signal: 'traces',
    body: span({ parentSpanId: '0'.repeat(16) }),
    look: ([record]) => 'parentSpanId' in record,
    expected: false,
  },
  {
    name: 'severity by name',
    signal: 'logs',
    body: { resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityNumber: 'SEVERITY_NUMBER_WARN3' }] }] }] },
    look: ([{ severityNumber }]) => severityNumber,
    expected: 15,
  },
  { name: 'a metric without data', signal: 'metrics', body: metric({}), look: (records) => records, expected: [] },
  {
    name: 'infinite doubles',
    signal: 'metrics',
    body: metric({ gauge: { dataPoints: [{ asDouble: '-Infinity' }] } }),
    look: ([{ points }]) => points[0].value,
    expected: -Infinity,
  },
  {
    name: 'deep values',
    signal: 'traces',
    body: span({ attributes: [{ key: 'deep', value: nested(90) }] }),
    look: (records) => records.length,
    expected: 1,
  },
];

for (const { name, signal, body, look, expected } of TOLERATED) {
  test(`JSON with ${name} is understood`, () =>
    assert.deepEqual(look(decodeRequest(signal, 'json', Buffer.from(JSON.stringify(body)))), expected));
}

const REFUSED: { name: string; body: object | string; sentence: RegExp }[] = [
  { name: 'no JSON', body: '{', sentence: /no ExportTraceServiceRequest in json/ },
  { name: 'an array', body: '[]', sentence: /the body: expected an object, received \[\]/ },
  {
    name: 'a text for a list',
    body: { resourceSpans: 'x' },
    sentence: /resourceSpans: expected an array, received "x"/,
  },
  {
    name: 'no trace ID',
    body: span({ traceId: '' }),
    sentence: /traceId: expected 16 bytes, not all zero, received ""/,
  },
  { name: 'a trace ID of zeros', body: span({ traceId: '0'.repeat(32) }), sentence: /traceId: expected 16 bytes/ },
  {
    name: 'a base64 ID',
    body: span({ spanId: '7uGbfsPBsXQ=' }),
    sentence: /spanId: expected 8 bytes, in JSON as 16 hex digits/,
  },
  { name: 'a number for a name', body: span({ name: 5 }), sentence: /name: expected a string, received 5/ },
  {
    name: 'a time that is none',
    body: span({ startTimeUnixNano: 'noon' }),
    sentence: /startTimeUnixNano: expected a 64-bit integer, received "noon"/,
  },
  {
    name: 'a value without end',
    body: span({ attributes: [{ key: 'deep', value: nested(110) }] }),
    sentence: /at most 100 levels/,
  },
  {
    name: 'nesting beyond any OTLP',
    body: span({ attributes: [{ key: 'deep', value: nested(200) }] }),
    sentence: /more than 450 levels deep/,
  },
  { name: 'brackets without end', body: `{"ignored":${'['.repeat(100_000)}`, sentence: /more than 450 levels deep/ },
  {
    name: 'a million elements',
    body: `{"ignored":[${'0,'.repeat(1_000_001)}0]}`,
    sentence: /more than 1000000 messages and list elements/,
  },
];

for (const { name, body, sentence } of REFUSED) {
  test(`JSON with ${name} is refused`, () => {
    assert.throws(
      () => decodeRequest('traces', 'json', Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))),
      sentence,
    );
  });
}

test('protobuf cut off anywhere is refused or is a shorter message, never an endless loop or another error', () => {
  const whole = encode(TYPES.traces, withBase64Ids(REQUESTS[0]!.request) as object);
  for (let length = 0; length < whole.length; length++) {
    try {
      decodeRequest('traces', 'protobuf', whole.subarray(0, length));
    } catch (error) {
      assert.equal((error as Error).name, 'MalformedRequest');
    }
  }
});

test('protobuf fields that the table does not know, and known ones of a foreign wire type, are skipped', () => {
  const known = encode(TYPES.traces, withBase64Ids(span({ name: 'kept' })) as object);
  // Field 1000 as a varint, and field 1 (a message) as a varint.
  const strange = Buffer.concat([Buffer.from([0xc0, 0x3e, 0x07, 0x08, 0x01]), known]);
  assert.deepEqual(decodeRequest('traces', 'protobuf', strange), decodeRequest('traces', 'protobuf', known));
});
