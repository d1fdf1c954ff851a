// Protobuf and JSON say the same, and what is no OTLP is refused with a sentence.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, type Type } from 'protobufjs';
import { decodeRequest } from '../../collector/decode/decode';
import { MESSAGES } from '../../collector/decode/messages';
import type { Signal } from '../../collector';
import { ids, metric, REQUESTS } from './decode-cases';

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
