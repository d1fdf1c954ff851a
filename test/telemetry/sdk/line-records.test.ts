import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { context, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { decodeRequest } from '../../../collector/decode/decode';
import { createOtlpTransport, type Ids } from '../../../lib/logger';
import { createEncoders } from '../../../lib/telemetry/encoding';
import { createLineRecorder } from '../../../lib/telemetry/sdk/line-records';
import { collect } from '../../logger/collected';

const NO_LIMITS = { attributeValueLengthLimit: Infinity, attributeCountLimit: 128 };
const SPAN: Ids = {
  request_id: 'r1',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  span_id: 'b7ad6b7169203331',
  trace_flags: '01',
};
const resource = resourceFromAttributes({ 'service.name': 'lines' });

let bySdk: ReadableLogRecord[] = [];
const none = async () => undefined;
const provider = new LoggerProvider({
  resource,
  processors: [{ onEmit: (record) => void bySdk.push(record), forceFlush: none, shutdown: none }],
});
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
logs.setGlobalLoggerProvider(provider);
after(() => provider.shutdown());

const metas: [name: string, meta: Record<string, unknown> | undefined, byRecorder: boolean][] = [
  ['nothing', undefined, true],
  ['the fields of a request', { method: 'GET', path: '/a', status_code: 200, duration_ms: 1.25, aborted: true }, true],
  [
    'what nests, and what is empty',
    { list: [1, 'a', null, { b: [] }], deep: { er: { n: -5, big: 2 ** 60 } }, nothing: null, text: '' },
    true,
  ],
  ['an error', { error: Object.assign(new TypeError('bad', { cause: new Error('worse') }), { code: 'E1' }) }, true],
  [
    'a hundred and one fields',
    Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`k${index}`, index])),
    false,
  ],
  ['a field without a name', { '': 1, a: 2 }, false],
];

for (const ids of [{}, SPAN, { ...SPAN, trace_flags: '00' }]) {
  for (const [name, meta, byRecorder] of metas) {
    test(`a record past the SDK is the SDK's: ${name}, ${JSON.stringify(ids)}`, () => {
      const short = recordsOf(ids, meta, true);
      const long = recordsOf(ids, meta, false);
      assert.equal(short.recorded.length, byRecorder ? 1 : 0);
      assert.equal(long.emitted.length, 1);
      assert.deepEqual(wire([...short.recorded, ...short.emitted]), wire(long.emitted));
    });
  }
}

test('if limits are set, or no records are exported, the SDK is asked', () => {
  const processor = { onEmit: () => {}, forceFlush: none, shutdown: none };
  assert.ok(createLineRecorder([processor], resource, NO_LIMITS));
  assert.equal(createLineRecorder([], resource, NO_LIMITS), undefined);
  assert.equal(createLineRecorder([processor], resource, { ...NO_LIMITS, attributeValueLengthLimit: 10 }), undefined);
  assert.equal(createLineRecorder([processor], resource, { ...NO_LIMITS, attributeCountLimit: 5 }), undefined);
});

function recordsOf(
  ids: Ids,
  meta: object | undefined,
  isShort: boolean,
): { recorded: ReadableLogRecord[]; emitted: ReadableLogRecord[] } {
  const recorded: ReadableLogRecord[] = [];
  bySdk = [];
  const processor = {
    onEmit: (record: ReadableLogRecord) => void recorded.push(record),
    forceFlush: none,
    shutdown: none,
  };
  const { logger } = collect({}, ids);
  logger.add(createOtlpTransport([], isShort ? createLineRecorder([processor], resource, NO_LIMITS) : undefined));
  // Another span is active than the line's: the line's counts.
  context.with(
    trace.setSpanContext(context.active(), { traceId: 'f'.repeat(32), spanId: 'e'.repeat(16), traceFlags: 1 }),
    () => logger.warn('words', ...(meta ? [meta] : [])),
  );
  return { recorded, emitted: bySdk };
}

/** What goes over the wire, without its times: two lines are written at two. */
function wire(records: ReadableLogRecord[]): unknown {
  const text = JSON.stringify(
    decodeRequest('logs', 'protobuf', Buffer.from(createEncoders('protobuf').logs(records)!)),
    (key, value: unknown) => (/time/i.test(key) ? 'a time' : typeof value === 'bigint' ? String(value) : value),
  );
  return JSON.parse(text.replaceAll(/\\n +at [^"]*/g, ''));
}
