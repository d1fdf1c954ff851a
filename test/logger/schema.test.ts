import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemas, SCHEMAS, namesOf } from '../../lib/logger/line/schema';
import { collect, collectOutput } from './collected';

const IDS = {
  request_id: 'r1',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  span_id: 'b7ad6b7169203331',
  trace_flags: '01',
};
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What a line says in each vendor's words, after its time. */
const expected = {
  otel: [{ level: 'warn', message: 'm', ...IDS }, ['name', 'message', 'stack', 'cause']],
  ecs: [
    {
      'log.level': 'warn',
      message: 'm',
      'http.request.id': 'r1',
      'trace.id': IDS.trace_id,
      'span.id': IDS.span_id,
      'ecs.version': '8.11.0',
    },
    ['type', 'message', 'stack_trace', 'cause'],
  ],
  gcp: [
    {
      severity: 'WARNING',
      message: 'm',
      request_id: 'r1',
      'logging.googleapis.com/trace': IDS.trace_id,
      'logging.googleapis.com/spanId': IDS.span_id,
      'logging.googleapis.com/trace_sampled': true,
    },
    ['name', 'message', 'stack', 'cause'],
  ],
  datadog: [
    {
      status: 'warn',
      message: 'm',
      'http.request_id': 'r1',
      'dd.trace_id': '9532127138774266268',
      'dd.span_id': '13235353014750950193',
    },
    ['kind', 'message', 'stack', 'cause'],
  ],
} as const;
const times = { otel: 'timestamp', ecs: '@timestamp', gcp: 'time', datadog: 'timestamp' };

for (const schema of SCHEMAS) {
  test(`schema: ${schema}, by the quick way and the long one`, () => {
    const { logger, lines } = collect({ schema }, IDS);
    logger.warn('m', { a: 1 });
    logger.warn('%s', 'm', { a: 1 });
    for (const { [times[schema]]: time, ...line } of lines()) {
      assert.match(time as string, TIME);
      assert.deepEqual(line, { ...expected[schema][0], a: 1 });
    }
  });

  test(`schema: ${schema} names the parts of an error and of its causes`, () => {
    const { logger, lines } = collect({ schema });
    logger.error('m', { err: new TypeError('boom', { cause: new Error('why') }) });
    const { error } = lines()[0]!;
    assert.deepEqual(Object.keys(error as object), expected[schema][1]);
    assert.deepEqual(Object.keys(error.cause as object), expected[schema][1].slice(0, 3));
  });

  test(`schema: ${schema} keeps its names from the app, whose fields are renamed`, () => {
    const { logger, lines } = collect({ schema }, IDS);
    const names = namesOf(schemas[schema]).filter((name) => name !== 'message' && name !== 'level');
    logger.warn('m', Object.fromEntries(names.map((name) => [name, 'mine'])));
    for (const name of names)
      assert.deepEqual([lines()[0]![`app_${name}`], lines()[0]![name] === 'mine'], ['mine', false], name);
  });
}

/** What each vendor has published about a field: its name, what it may hold, and where that is written. */
const published: [
  schema: (typeof SCHEMAS)[number],
  field: string,
  rule: RegExp | ((value: unknown) => boolean),
  source: string,
][] = [
  [
    'otel',
    'trace_id',
    /^[0-9a-f]{32}$/,
    'https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/',
  ],
  [
    'otel',
    'span_id',
    /^[0-9a-f]{16}$/,
    'https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/',
  ],
  [
    'otel',
    'trace_flags',
    /^[0-9a-f]{2}$/,
    'https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/',
  ],
  ['ecs', '@timestamp', TIME, 'https://github.com/elastic/ecs-logging/blob/main/spec/spec.json'],
  [
    'ecs',
    'log.level',
    (value) => typeof value === 'string',
    'https://github.com/elastic/ecs-logging/blob/main/spec/spec.json',
  ],
  [
    'ecs',
    'message',
    (value) => typeof value === 'string',
    'https://github.com/elastic/ecs-logging/blob/main/spec/spec.json',
  ],
  ['ecs', 'ecs.version', /^\d+\.\d+\.\d+$/, 'https://www.elastic.co/guide/en/ecs/current/ecs-ecs.html'],
  ['ecs', 'trace.id', /^[0-9a-f]{32}$/, 'https://www.elastic.co/guide/en/ecs/current/ecs-tracing.html'],
  ['ecs', 'span.id', /^[0-9a-f]{16}$/, 'https://www.elastic.co/guide/en/ecs/current/ecs-tracing.html'],
  [
    'ecs',
    'http.request.id',
    (value) => typeof value === 'string',
    'https://www.elastic.co/guide/en/ecs/current/ecs-http.html',
  ],
  ['gcp', 'time', TIME, 'https://cloud.google.com/logging/docs/agent/logging/configuration#timestamp-processing'],
  [
    'gcp',
    'severity',
    /^(?:DEFAULT|DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY)$/,
    'https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#logseverity',
  ],
  [
    'gcp',
    'logging.googleapis.com/trace',
    /^[0-9a-f]{32}$/,
    'https://cloud.google.com/logging/docs/structured-logging#special-payload-fields',
  ],
  [
    'gcp',
    'logging.googleapis.com/spanId',
    /^[0-9a-f]{16}$/,
    'https://cloud.google.com/logging/docs/structured-logging#special-payload-fields',
  ],
  [
    'gcp',
    'logging.googleapis.com/trace_sampled',
    (value) => typeof value === 'boolean',
    'https://cloud.google.com/logging/docs/structured-logging#special-payload-fields',
  ],
  ['datadog', 'timestamp', TIME, 'https://docs.datadoghq.com/logs/log_configuration/processors/#log-date-remapper'],
  [
    'datadog',
    'status',
    /^(?:err|w|i|d|v)/,
    'https://docs.datadoghq.com/logs/log_configuration/processors/#log-status-remapper',
  ],
  [
    'datadog',
    'dd.trace_id',
    /^\d{1,20}$/,
    'https://docs.datadoghq.com/tracing/other_telemetry/connect_logs_and_traces/opentelemetry/',
  ],
  [
    'datadog',
    'dd.span_id',
    /^\d{1,20}$/,
    'https://docs.datadoghq.com/tracing/other_telemetry/connect_logs_and_traces/opentelemetry/',
  ],
];

for (const [schema, field, rule, source] of published) {
  test(`schema: ${schema} has ${field} as ${source} wants it, on each level`, () => {
    const { logger, lines } = collect({ schema, level: 'silly' }, IDS);
    for (const level of Object.keys(logger.levels)) logger.log(level, 'm');
    assert.equal(lines().length, 7);
    for (const { [field]: value } of lines())
      assert.ok(typeof rule === 'function' ? rule(value) : rule.test(value as string), `${field}: ${String(value)}`);
  });
}

test('schema: ecs has its first three fields in the order that its specification gives', () => {
  const { logger, lines } = collect({ schema: 'ecs' }, IDS);
  logger.info('m', { a: 1 });
  assert.deepEqual(Object.keys(lines()[0]!).slice(0, 3), ['@timestamp', 'log.level', 'message']);
});

test('schema: every level has a severity that Google knows', () => {
  const { logger, lines } = collect({ schema: 'gcp' });
  for (const level of Object.keys(logger.levels)) logger.log(level, 'm');
  assert.deepEqual(
    lines().map(({ severity }) => severity as string),
    ['ERROR', 'WARNING', 'INFO', 'DEBUG', 'DEBUG', 'DEBUG', 'DEBUG'],
  );
});

test('schema: IDs that are no numbers stay what they are, and the console format has no schema', () => {
  const { logger, lines } = collect({ schema: 'datadog' }, { trace_id: 'odd', span_id: '' });
  logger.info('m');
  assert.deepEqual([lines()[0]!['dd.trace_id'], lines()[0]!['dd.span_id']], ['odd', '']);
  const output = collectOutput();
  collect({ schema: 'gcp', format: 'console', output }).logger.info('m');
  assert.match(output.written[0]!.line, /INFO/);
});

test('schema: in ecs a field set is an object, for any value of the app', () => {
  const { logger, lines } = collect({ schema: 'ecs' });
  logger.info('m', { service: 'checkout', user: 7, url: ['/a'], host: { name: 'h' }, span: null });
  const { service, user, url, host, span } = lines()[0]!;
  assert.deepEqual(
    { service, user, url, host, span },
    {
      service: { name: 'checkout' },
      user: { name: 7 },
      url: { original: ['/a'] },
      host: { name: 'h' },
      span: { id: null },
    },
  );
});
