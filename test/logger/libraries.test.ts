import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogEntry } from '../../collector';
import { explain, onEachRuntime, runApp, type LogLine, type RunResult } from '../support';

/** What one line of an app comes to: its text, severity, and what else the log record has to say. */
type Expected = readonly [
  message: string,
  severityText: string,
  severityNumber: number,
  attributes?: Record<string, unknown>,
  exception?: string,
];

interface Case {
  /**
   * Versions of test/fixtures/loggers/versions, besides the newest; they are tried on the oldest and the newest
   * Node.js.
   */
  readonly versions?: readonly string[];
  /** Where a line has its text. */
  readonly message: string;
  readonly lines: readonly Expected[];
  /** Lines that go to stderr. */
  readonly stderr?: readonly string[];
  /** How a message of text begins. */
  readonly firstLine?: boolean;
}

const values = { n: 1, flag: true, list: [1, 'a'] };

const cases: Record<string, Case> = {
  pino: {
    versions: ['pino6', 'pino7', 'pino8', 'pino9'],
    message: 'msg',
    lines: [
      ['hello pino', 'info', 9, { ...values, password: '[redacted]' }],
      ['careful', 'warn', 13, { part: 'db' }],
      ['failed', 'error', 17, {}, 'boom'],
      ['no error', 'info', 9, { err: { code: 200 } }],
      ['custom', 'notice', 11],
      ['worst', 'fatal', 21],
    ],
  },
  bunyan: {
    message: 'msg',
    lines: [
      ['hello bunyan', 'info', 9, { ...values, name: 'shop' }],
      ['careful', 'warn', 13, { part: 'db' }],
      ['failed', 'error', 17, {}, 'boom'],
      ['no error', 'info', 9],
      ['worst', 'fatal', 21],
    ],
  },
  winston: {
    versions: ['winston3'],
    message: 'message',
    stderr: ['boom', 'failed boom too'],
    lines: [
      ['an object', 'info', 9, { n: 2 }],
      ['hello', 'info', 9, values],
      ['boom', 'error', 17, {}, 'boom'],
      ['no error', 'info', 9, { err: { code: 200 } }],
      ['careful now', 'warn', 13, { part: 'db' }],
      ['failed boom too', 'error', 17, {}, 'boom too'],
      ['a child', 'debug', 5, { part: 'child' }],
      ['the default logger', 'info', 9],
    ],
  },
  log4js: {
    message: 'message',
    stderr: ['careful'],
    firstLine: true,
    lines: [
      ['hello log4js', 'info', 9, { logger: 'default' }],
      ['careful', 'warn', 13, { logger: 'db' }],
      ['through the console', 'info', 9, { logger: 'told' }],
      ['failed Error: boom', 'error', 17, {}, 'boom'],
      ['no error { code: 200 }', 'info', 9],
      ['worst', 'fatal', 21],
    ],
  },
  consola: {
    versions: ['consola2'],
    message: 'message',
    stderr: ['careful', 'boom', 'worst'],
    lines: [
      ['hello { n: 1 }', 'info', 9],
      ['careful', 'warn', 13, { logger: 'db' }],
      ['boom', 'error', 17, {}, 'boom'],
      ['done', 'info', 9, { type: 'success' }],
      ['worst', 'fatal', 21],
      ['through the console', 'info', 9],
    ],
  },
  nestjs: {
    message: 'message',
    stderr: ['failed', 'boom'],
    lines: [
      ['hello nest', 'info', 9, { logger: 'users' }],
      ['careful', 'warn', 13, { logger: 'users' }],
      ['failed', 'error', 17, { logger: 'users', 'exception.type': 'TypeError' }, 'boom'],
      ['boom', 'error', 17, { logger: 'users', 'exception.type': 'TypeError' }, 'boom'],
      ["Object(1) {\n  plan: 'gold'\n}", 'info', 9, { logger: 'users' }],
      ['worst', 'fatal', 21, { logger: 'db' }],
    ],
  },
  signale: {
    message: 'message',
    lines: [
      ['hello signale', 'info', 9],
      ['careful', 'warn', 13],
      ['boom', 'error', 17, {}, 'boom'],
      ['done', 'info', 9, { type: 'success' }],
    ],
  },
  'hexo-log': {
    message: 'message',
    stderr: ['careful', 'failed', 'worst'],
    lines: [
      ['hello hexo', 'info', 9],
      ['careful', 'warn', 13],
      ['failed', 'error', 17, {}, 'boom'],
      ['worst', 'fatal', 21],
    ],
  },
  morgan: {
    message: 'message',
    lines: [
      ['plain GET db', 'info', 9],
      ['named GET', 'info', 9],
      ['json line', 'info', 9, { n: 1 }],
    ],
  },
};

const runtimes: number[] = [];
onEachRuntime(({ binary, major }) => {
  runtimes.push(major);
  for (const [name, expected] of Object.entries(cases)) {
    for (const way of ['cjs', 'mjs']) {
      test(`${name}, ${way}: each line is JSON with IDs, once on its stream and once over OTLP`, async () => {
        check(await runApp({ fixture: `loggers/${name}.${way}`, node: binary }), expected);
      });
    }
    if (major === 20 || major === 26)
      for (const version of expected.versions ?? []) {
        test(`${version}: each line is JSON with IDs, once on its stream and once over OTLP`, async () => {
          check(
            await runApp({ fixture: `loggers/${name}.cjs`, node: binary, env: { LOGGER_VERSION: version } }),
            expected,
          );
        });
      }
  }

  test('without telemetry the lines have their request ID', async () => {
    const results = await Promise.all(
      ['cjs', 'mjs']
        .flatMap((way) => Object.keys(cases).map((name) => [name, way]))
        .map(
          async ([name = '', way]) =>
            [
              name,
              await runApp({ fixture: `loggers/${name}.${way}`, node: binary, env: { OTEL_ENABLED: 'false' } }),
            ] as const,
        ),
    );
    for (const [name, result] of results)
      explain(result, ({ code, out, err, logs }) => {
        assert.equal(code, 0, name);
        const texts = cases[name]!.lines.map(([text]) => text);
        const found = [...out, ...err].filter((line) => texts.includes(textOf(line, cases[name]!)));
        assert.equal(found.length, texts.length, name);
        assert.deepEqual(new Set(found.map(({ request_id }) => request_id as string)), new Set(['req-1']), name);
        assert.deepEqual(logs, []);
      });
  });
});

function check(result: RunResult, expected: Case): void {
  explain(result, ({ code, stdout, stderr, out, err, logs, spans }) => {
    assert.equal(code, 0);
    for (const [text, lines] of [
      [stdout, out],
      [stderr, err],
    ] as const)
      assert.equal(text.split('\n').filter(Boolean).length, lines.length, 'each line is JSON');
    const span = spans.find(({ kind }) => kind === 'SERVER')!;
    for (const line of expected.lines) {
      const [message] = line;
      const there = [...out, ...err].filter((each) => textOf(each, expected) === message);
      assert.equal(there.length, 1, `${message}: once on its stream`);
      assert.ok((expected.stderr?.includes(message) ? err : out).includes(there[0]!), `${message}: its own stream`);
      assert.deepEqual(
        [there[0]!.request_id, there[0]!.trace_id, there[0]!.span_id, there[0]!.trace_flags],
        ['req-1', span.traceId, span.spanId, '01'],
        message,
      );
      const sent = logs.filter(({ body }) => firstLine(String(body), expected) === message);
      assert.equal(sent.length, 1, `${message}: once over OTLP`);
      checkRecord(sent[0]!, line, span);
    }
    assert.ok(![...out, ...err, ...logs].some((each) => JSON.stringify(each, plainly).includes('not written')));
    const outside = out.filter((line) => textOf(line, expected) === 'outside');
    assert.equal(outside.length, 1);
    assert.ok(!('request_id' in outside[0]!) && !('trace_id' in outside[0]!));
    assert.equal(logs.filter(({ body }) => body === 'outside').length, 1);
  });
}

function checkRecord(
  record: LogEntry,
  [message, severityText, severityNumber, attributes = {}, exception]: Expected,
  span: { traceId: string; spanId: string },
): void {
  assert.deepEqual(
    [record.severityText, record.severityNumber, record.traceId, record.spanId],
    [severityText, severityNumber, span.traceId, span.spanId],
    message,
  );
  assert.equal(record.attributes['request_id'], 'req-1');
  for (const [name, value] of Object.entries(attributes)) {
    assert.deepEqual(
      String(record.attributes[name]) === '[Redacted]' ? '[redacted]' : record.attributes[name],
      value,
      `${message}: ${name}`,
    );
  }
  assert.equal(
    record.attributes['exception.message'],
    exception,
    `${message}: an exception only where there is an error`,
  );
  assert.equal(typeof record.attributes['exception.stacktrace'], exception === undefined ? 'undefined' : 'string');
  for (const name of ['trace_id', 'span_id', 'app_trace_id', 'app_request_id', 'pid', 'hostname', 'time', 'msg'])
    assert.ok(!(name in record.attributes), `${message}: no attribute ${name}`);
}

const textOf = (line: LogLine, expected: Case): string =>
  firstLine(String(line[expected.message] ?? line.message ?? line.msg), expected);
const firstLine = (text: string, expected: Case): string => (expected.firstLine ? text.split('\n')[0]! : text);
const plainly = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
