import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { context, trace, TraceFlags, type Context } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { createLogger } from 'winston';
import { createOtlpTransport, IDS, LOCAL, STREAM, type Ids } from '../../lib/logger';
import { collect } from './collected';

const exporter = new InMemoryLogRecordExporter();
const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
const manager = new AsyncLocalStorageContextManager().enable();
context.setGlobalContextManager(manager);
logs.setGlobalLoggerProvider(provider);
after(() => provider.shutdown());
beforeEach(() => exporter.reset());

const SPAN: Ids = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331', trace_flags: '01' };
const OTHER = { traceId: 'f'.repeat(32), spanId: 'e'.repeat(16), traceFlags: TraceFlags.SAMPLED };
const inSpan = (fn: () => void) => context.with(trace.setSpanContext(context.active(), OTHER), fn);

/** A logger with the transport, its JSON lines, and its OTLP records. */
function collectBoth(ids: Ids = {}, redact: string[] = []) {
  const collected = collect({ redact }, ids);
  collected.logger.add(createOtlpTransport(redact));
  return { ...collected, records: () => exporter.getFinishedLogRecords() };
}

/** Meta of `logger.info('m', meta)` and the attributes it becomes. */
const attributes: [name: string, meta: object, expected: object][] = [
  [
    'types are kept',
    { text: 'a', number: 1.5, yes: true, list: ['a', 1], nested: { deep: { er: 1 } }, nothing: null },
    { text: 'a', number: 1.5, yes: true, list: ['a', 1], nested: { deep: { er: 1 } }, nothing: null },
  ],
  ['a name is no exception', { name: 'Bob' }, { name: 'Bob' }],
  ['a code is no exception', { code: 200 }, { code: 200 }],
  ['a stack is no exception', { stack: 'pancakes' }, { stack: 'pancakes' }],
  ['an error that is text is no exception', { error: 'text' }, { error: 'text' }],
  ['an err with a code is no exception', { err: { code: 5 } }, { err: { code: 5 } }],
  [
    'reserved names are renamed as in the line',
    { trace_id: 'mine', timestamp: 1 },
    { app_trace_id: 'mine', app_timestamp: 1 },
  ],
  [
    'what JSON cannot hold is as in the line',
    {
      big: 5n,
      date: new Date(0),
      map: new Map([['a', 1]]),
      bad: {
        get x() {
          throw new Error('no');
        },
      },
    },
    { big: '5', date: '1970-01-01T00:00:00.000Z', map: { a: 1 }, bad: { x: '[Threw: no]' } },
  ],
];

for (const [name, meta, expected] of attributes) {
  test(`otlp: ${name}`, () => {
    const { logger, records } = collectBoth({ request_id: 'r1' });
    logger.info('m', meta);
    assert.equal(records().length, 1);
    assert.deepEqual(JSON.parse(JSON.stringify(records()[0]!.attributes)), {
      'log.iostream': 'stdout',
      request_id: 'r1',
      ...expected,
    });
  });
}

test('otlp: one record a line, with its message, severity and time', () => {
  const { logger, records, lines } = collectBoth();
  for (const level of ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'])
    logger.log(level, 'is %s', level, { [STREAM]: 'stderr' });
  logger.child({ a: 1 }).info('child');
  assert.deepEqual(
    records().map(({ body, severityText, severityNumber }) => [body, severityText, severityNumber]),
    [
      ['is error', 'error', 17],
      ['is warn', 'warn', 13],
      ['is info', 'info', 9],
      ['is http', 'http', 7],
      ['is verbose', 'verbose', 6],
      ['is debug', 'debug', 5],
      ['is silly', 'silly', 1],
      ['child', 'info', 9],
    ],
  );
  assert.equal(records()[0]!.attributes['log.iostream'], 'stderr');
  lines().forEach(({ timestamp }, index) => {
    const [seconds, nanos] = records()[index]!.hrTime;
    assert.equal(new Date(seconds * 1000 + nanos / 1e6).toISOString(), timestamp);
  });
});

test('otlp: an error is an exception by its class, with what else it knows', () => {
  const { logger, records } = collectBoth();
  const error = Object.assign(new TypeError('boom', { cause: new Error('why') }), { code: 'E_BOOM' });
  logger.error('failed', error);
  logger.error(error);
  logger.error('failed', { err: error });
  for (const { attributes } of records()) {
    assert.equal(attributes['exception.type'], 'TypeError');
    assert.equal(attributes['exception.message'], 'boom');
    assert.equal(attributes['exception.stacktrace'], error.stack);
    const rest = attributes['error'] as Record<string, never>;
    assert.deepEqual(Object.keys(rest), ['cause', 'code']);
  }
  assert.deepEqual(
    records().map(({ body }) => body),
    ['failed boom', 'boom', 'failed'],
  );
});

const contexts: [name: string, ids: Ids, meta: object, expected: object | undefined][] = [
  ['the line’s, not the active one', SPAN, {}, { traceId: SPAN.trace_id, spanId: SPAN.span_id, traceFlags: 1 }],
  ['none where the line has none', {}, {}, undefined],
  [
    'the active span itself where it is the same',
    { trace_id: OTHER.traceId, span_id: OTHER.spanId, trace_flags: '01' },
    {},
    OTHER,
  ],
  [
    'that of a line about another span',
    {},
    { [IDS]: { ...SPAN, trace_flags: '00' } },
    { traceId: SPAN.trace_id, spanId: SPAN.span_id, traceFlags: 0 },
  ],
];

for (const [name, ids, meta, expected] of contexts) {
  test(`otlp: trace context is ${name}`, () => {
    const { logger, records } = collectBoth(ids);
    inSpan(() => logger.info('m', meta));
    assert.deepEqual(records()[0]!.spanContext, expected);
  });
}

test('otlp: baggage and the like stay in the context', () => {
  const key = Symbol('key');
  let seen: Context | undefined;
  const processor = {
    onEmit: (_: unknown, active?: Context) => {
      seen = active;
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  logs.disable();
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [processor] }));
  const { logger } = collectBoth(SPAN);
  context.with(context.active().setValue(key, 'kept'), () => logger.info('m'));
  assert.equal(seen?.getValue(key), 'kept');
  logs.disable();
  logs.setGlobalLoggerProvider(provider);
});

test('otlp: local lines are not sent, and the level of the transport counts', () => {
  const { logger, records, lines } = collectBoth();
  logger.info('local', { [LOCAL]: true });
  logger.transports.at(-1)!.level = 'error';
  logger.info('low');
  logger.error('high', { exception: true });
  assert.deepEqual(
    records().map(({ body }) => body),
    ['high'],
  );
  assert.equal(lines().length, 3);
});

test('otlp: a format of the app’s own still gives a record', () => {
  const { logger, records } = collectBoth();
  logger.format = require('winston').format.json();
  logger.info('m', { a: 1 });
  assert.deepEqual([records()[0]!.body, records()[0]!.attributes['a']], ['m', 1]);
});

test('otlp: secrets are hidden, also where a format of the app’s own made the line', () => {
  const { logger, records } = collectBoth({}, ['user.mail']);
  const fields = { password: 'x', user: { token: 'y', mail: 'z' } };
  logger.info('m', fields);
  logger.format = require('winston').format.json();
  logger.info('m', fields);
  for (const { attributes } of records()) {
    assert.deepEqual(JSON.parse(JSON.stringify([attributes['password'], attributes['user']])), [
      '[redacted]',
      { token: '[redacted]', mail: '[redacted]' },
    ]);
  }
  assert.equal(records().length, 2);
});

test('otlp: a level that no one knows has a severity', () => {
  const levels = { fatal: 0, audit: 1, notice: 2, odd: 3 };
  const logger = createLogger({ levels, level: 'odd', transports: [createOtlpTransport()] });
  for (const level of Object.keys(levels)) logger.log(level, 'm');
  assert.deepEqual(
    exporter.getFinishedLogRecords().map(({ severityNumber }) => severityNumber),
    [21, 9, 10, 9],
  );
});

test('otlp: the times of records are in the order of the lines', () => {
  const { logger, records } = collectBoth();
  for (let i = 0; i < 500; i++) logger.log(i % 3 === 0 ? 'warn' : 'info', `line ${i}`);
  const times = records().map(
    ({ hrTime: [seconds, nanoseconds] }) => BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds),
  );
  assert.equal(times.length, 500);
  times.slice(1).forEach((time, index) => assert.ok(time > times[index]!, `record ${index + 1}`));
});
