import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { decodeRequest } from '../../../collector/decode/decode';
import { createEncoders } from '../../../lib/telemetry/encoding';

const resource = resourceFromAttributes({ 'service.name': 'hostile' });
const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
const scope = { name: 'app' };
const time = [1_700_000_000, 5] as const;
const circular: Record<string, unknown> = {};
circular.self = circular;
const throwing = Object.defineProperty({}, 'key', {
  enumerable: true,
  get() {
    throw new Error('getter');
  },
});
const texts = [undefined, null, 7, NaN, Symbol('s'), 1n, {}, [], () => {}, true];
const times = [
  [NaN, NaN],
  [Infinity, 0],
  [-1, 0],
  [1e12, 0],
  [0, NaN],
];
const values = [NaN, Infinity, 1e300, [NaN], 1n, Symbol('s'), () => {}, circular, throwing, { deep: { NaN } }];

const span = (changes: object) => ({
  name: 'span',
  kind: 0,
  spanContext: () => ids,
  startTime: time,
  endTime: time,
  status: { code: 0 },
  attributes: {},
  links: [],
  events: [],
  duration: [0, 0],
  ended: true,
  resource,
  instrumentationScope: scope,
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
  ...changes,
});
const event = (changes: object) => span({ events: [{ name: 'event', time, attributes: {}, ...changes }] });
const link = (context: unknown, attributes = {}) => span({ links: [{ context, attributes }] });

const spans: Record<string, object[]> = {
  'a name': texts.map((name) => span({ name })),
  'a kind': [9, -1, 1.5, 'client', undefined, NaN].map((kind) => span({ kind })),
  'a time of start': times.map((startTime) => span({ startTime })),
  'a time of end': times.map((endTime) => span({ endTime })),
  'a status': [9, -1, 'error', undefined, NaN].map((code) => span({ status: { code } })),
  'the message of a status': texts.map((message) => span({ status: { code: 2, message } })),
  'an attribute': values.map((key) => span({ attributes: { key } })),
  attributes: [throwing, circular, { ['__proto__']: 1, constructor: NaN }].map((attributes) => span({ attributes })),
  'the name of an event': texts.map((name) => event({ name })),
  'the time of an event': times.map((at) => event({ time: at })),
  'an attribute of an event': values.map((key) => event({ attributes: { key } })),
  'the context of a link': [undefined, null, 7, {}, { traceId: 7, spanId: 7 }, throwing].map((each) => link(each)),
  'the state of a link': [7, {}, { serialize: () => 7 }, { serialize: () => throwing }].map((traceState) =>
    link({ ...ids, traceState }),
  ),
  'an attribute of a link': values.map((key) => link(ids, { key })),
  'the state of a trace': [7, {}, { serialize: 1 }].map((traceState) =>
    span({ spanContext: () => ({ ...ids, traceState }) }),
  ),
  'a scope': texts.map((name) => span({ instrumentationScope: { name, version: name, schemaUrl: name } })),
  'attributes of a scope': texts.map((name) => span({ instrumentationScope: { name, attributes: throwing } })),
};

const record = (changes: object) => ({
  hrTime: time,
  hrTimeObserved: time,
  spanContext: ids,
  body: 'line',
  attributes: {},
  resource,
  instrumentationScope: scope,
  droppedAttributesCount: 0,
  ...changes,
});
const records: Record<string, object[]> = {
  'a severity': texts.map((text) => record({ severityText: text, severityNumber: text, eventName: text })),
  'a time': times.map((hrTime) => record({ hrTime, hrTimeObserved: hrTime })),
  'a body': values.map((body) => record({ body })),
  'an attribute': values.map((key) => record({ attributes: { key } })),
  'a scope': texts.map((name) => record({ instrumentationScope: { name, version: name } })),
};

const point = (value: unknown, key: unknown = 'a') => ({ attributes: { key }, startTime: time, endTime: time, value });
const metric = (descriptor: object, value: unknown = 1, key?: unknown) => ({
  descriptor: { name: 'metric', description: '', unit: '', valueType: 1, type: 'COUNTER', ...descriptor },
  aggregationTemporality: 1,
  dataPointType: 3,
  isMonotonic: true,
  dataPoints: [point(value, key)],
});
const metrics: Record<string, object[]> = {
  'a name': texts.map((name) => metric({ name })),
  'a description': texts.map((description) => metric({ description })),
  'a unit': texts.map((unit) => metric({ unit })),
  'a value': [NaN, Infinity, -Infinity].map((value) => metric({}, value)),
  'an integer': [NaN, 1e300, 2 ** 63, -(2 ** 63), 1.5].map((value) => metric({ valueType: 0 }, value)),
  'an attribute': values.map((key) => metric({}, 1, key)),
};

const numbers: Record<string, number> = {
  ...{ zero: 0, half: 1.5, large: 2 ** 60, nan: NaN, infinity: Infinity, minus: -Infinity },
  ...{ huge: 1e300, first: 2 ** 63, second: 2 ** 64, tiny: -1e300 },
};
const asNumbers = (found: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(found).map(([key, value]) => [key, Number(value)]));

for (const format of ['protobuf', 'json'] as const)
  test(`${format}: numbers of any kind are numbers, alone and in lists`, () => {
    const bytes = createEncoders(format).traces([
      span({ attributes: { ...numbers, list: [NaN, 1e300, 1] } }),
    ] as never)!;
    if (format === 'json') assertStrict(JSON.parse(Buffer.from(bytes).toString()));
    const { list, ...found } = decodeRequest('traces', format, Buffer.from(bytes))[0]!.attributes;
    for (const value of Object.values(found)) assert.notEqual(typeof value, 'string');
    assert.deepEqual(asNumbers(found), numbers);
    assert.deepEqual(asNumbers(list as never), { 0: NaN, 1: 1e300, 2: 1 });
  });

test('json: a text that looks like a marked number is a text', () => {
  const key = '"stringValue":"\\u0000double:NaN"';
  const bytes = createEncoders('json').traces([span({ attributes: { key, nan: NaN } })] as never)!;
  assert.equal(decodeRequest('traces', 'json', Buffer.from(bytes))[0]!.attributes.key, key);
});

/** What OTLP's JSON has, and what its receivers refuse. */
function assertStrict(value: unknown, name = ''): void {
  if (Array.isArray(value)) return value.forEach((each) => assertStrict(each, name));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).forEach(([key, each]) => assertStrict(each, key));
  assert.notEqual(value, null, name);
  if (/UnixNano$/.test(name)) assert.ok(BigInt(value as string) >= 0n && BigInt(value as string) < 2n ** 64n, name);
  if (['kind', 'code', 'severityNumber'].includes(name)) assert.ok(Number.isInteger(value), name);
  if (/^(intValue|asInt)$/.test(name)) assert.match(JSON.stringify(value), /^-?\d{1,19}$/);
  if (/^(doubleValue|asDouble)$/.test(name))
    assert.ok(typeof value === 'number' || /^(NaN|-?Infinity)$/.test(value as string), name);
  if (/^(name|message|description|unit|version|severityText|schemaUrl|traceState)$/.test(name))
    assert.equal(typeof value, 'string', name);
}

for (const format of ['protobuf', 'json'] as const) {
  const encoders = createEncoders(format);
  const check = (signal: 'traces' | 'logs' | 'metrics', bytes: Uint8Array | undefined, count: number) => {
    const buffer = Buffer.from(bytes!);
    if (format === 'json') assertStrict(JSON.parse(buffer.toString()));
    assert.equal(decodeRequest(signal, format, buffer).length, count);
  };
  describe(`${format}: each is encoded beside the others`, () => {
    for (const [name, cases] of Object.entries(spans))
      test(`spans: ${name}`, () => {
        for (const each of cases) check('traces', encoders.traces([span({}), each, span({})] as never), 3);
      });
    for (const [name, cases] of Object.entries(records))
      test(`log records: ${name}`, () => {
        for (const each of cases) check('logs', encoders.logs([record({}), each, record({})] as never), 3);
      });
    for (const [name, cases] of Object.entries(metrics))
      test(`metrics: ${name}`, () => {
        for (const each of cases) {
          const batch = { resource, scopeMetrics: [{ scope, metrics: [metric({}), each] }] };
          check('metrics', encoders.metrics(batch as never), 2);
        }
      });
  });
}
