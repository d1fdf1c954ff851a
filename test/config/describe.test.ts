import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Config } from '../../lib/config';
import { conflictLine, describe, loadConfig, problemLine, suggestionLine } from '../../lib/config';
import { groups } from '../../lib/config/entry';
import { rows, variableNames } from '../../lib/config/table';

const load = (env: NodeJS.ProcessEnv): Config => loadConfig(env, { cwd: '/', ownRoot: '/nowhere' });

/** [what, environment, variable, value, source] */
const cases: [string, NodeJS.ProcessEnv, string, string, string][] = [
  ['a default', {}, 'LOG_LEVEL', 'info', 'default'],
  ['a value of the environment, as it was understood', { LOG_LEVEL: 'WARNING' }, 'LOG_LEVEL', 'warn', 'environment'],
  ['a bad value', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL', 'info', 'default'],
  ['a list', { OTEL_PROPAGATORS: 'b3, jaeger' }, 'OTEL_PROPAGATORS', 'b3,jaeger', 'environment'],
  ['none', { OTEL_TRACES_EXPORTER: 'none' }, 'OTEL_TRACES_EXPORTER', 'none', 'environment'],
  ['the derived service name', {}, 'OTEL_SERVICE_NAME', 'ragapp', 'default'],
  [
    'the service name of the resource',
    { OTEL_RESOURCE_ATTRIBUTES: 'service.name=a' },
    'OTEL_SERVICE_NAME',
    'a',
    'OTEL_RESOURCE_ATTRIBUTES',
  ],
  [
    'a derived endpoint',
    { OTEL_EXPORTER_ENDPOINT: 'http://c:4318' },
    'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT',
    'http://c:4318/v1/logs',
    'OTEL_EXPORTER_ENDPOINT',
  ],
  [
    'an inferred protocol',
    { OTEL_EXPORTER_ENDPOINT: 'http://c:4318' },
    'OTEL_EXPORTER_OTLP_LOGS_PROTOCOL',
    'http/protobuf',
    'OTEL_EXPORTER_ENDPOINT',
  ],
  [
    'a general protocol',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
    'http/json',
    'OTEL_EXPORTER_OTLP_PROTOCOL',
  ],
  [
    'a general timeout',
    { OTEL_EXPORTER_OTLP_TIMEOUT: '0' },
    'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT',
    '0 (no limit)',
    'OTEL_EXPORTER_OTLP_TIMEOUT',
  ],
  [
    'a general limit',
    { OTEL_ATTRIBUTE_COUNT_LIMIT: '9' },
    'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
    '9',
    'OTEL_ATTRIBUTE_COUNT_LIMIT',
  ],
  [
    'a limit that had to follow',
    { OTEL_METRIC_EXPORT_INTERVAL: '9' },
    'OTEL_METRIC_EXPORT_TIMEOUT',
    '9',
    'OTEL_METRIC_EXPORT_INTERVAL',
  ],
  ['a secret', { OTEL_EXPORTER_OTLP_HEADERS: 'k=hunter2' }, 'OTEL_EXPORTER_OTLP_HEADERS', '[redacted]', 'environment'],
  [
    'an inherited secret',
    { OTEL_EXPORTER_OTLP_HEADERS: 'k=hunter2' },
    'OTEL_EXPORTER_OTLP_LOGS_HEADERS',
    '[redacted]',
    'OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'a password in a URL',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://u:hunter2@c' },
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'https://[redacted]@c',
    'environment',
  ],
  [
    'a token in a URL',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c/v1/x?t=hunter2' },
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    'https://c/v1/x/v1/traces?[redacted]',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
];
for (const [what, env, variable, value, source] of cases) {
  test(`describe: ${what}`, () => {
    const all = describe(load(env));
    const row = all.find((candidate) => candidate.variable === variable)!;
    assert.deepEqual([row.value, row.source], [value, source]);
    assert.doesNotMatch(JSON.stringify(all), /hunter2/);
  });
}

test('describe: every variable but the hidden ones, each with what people need', () => {
  const all = describe(load({}));
  assert.deepEqual(
    all.map(({ variable }) => variable),
    variableNames.filter(
      (name) => !['FIRSTLIGHT_STARTED', 'FIRSTLIGHT_OVERRIDES', 'FIRSTLIGHT_REQUEST_ID'].includes(name),
    ),
  );
  for (const row of all) {
    assert.ok(
      row.description.length > 10 && row.default !== '' && row.example !== '' && groups.includes(row.group),
      row.variable,
    );
    assert.equal(
      row.docs === undefined,
      !row.variable.startsWith('OTEL_') || ['OTEL_ENABLED', 'OTEL_EXPORTER_ENDPOINT'].includes(row.variable),
      row.variable,
    );
  }
});

for (const name of variableNames) {
  if (/CERTIFICATE|CLIENT_KEY|CONFIG_FILE/.test(name)) continue;
  test(`${name}: its example is valid and is not its default`, () => {
    const config = load({ [name]: rows[name].example });
    assert.deepEqual(config.problems, []);
    assert.notDeepEqual(config[name], rows[name].default);
  });
}

test('the lines: nothing to say', () => {
  const config = load({ LOG_LEVEL: 'debug' });
  assert.deepEqual(
    [problemLine(config), conflictLine(config), suggestionLine(config)],
    [undefined, undefined, undefined],
  );
});

test('the lines: one for all problems, with fields for machines and a sentence for people', () => {
  const line = problemLine(load({ LOG_LEVEL: 'loud', LOG_FORMAT: 'xml' }))!;
  assert.equal(line.code, 'FL_CONFIG_INVALID');
  assert.deepEqual(line.problems[1], {
    variable: 'LOG_FORMAT',
    expected: 'one of json, console',
    received: 'xml',
    used: 'json',
  });
  assert.match(
    line.message,
    /LOG_LEVEL expects one of .*, got "loud", uses "info"; LOG_FORMAT expects one of json, console, got "xml", uses "json"$/,
  );
});

test('the lines: one for all conflicts, one for all suggestions', () => {
  const config = load({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_ENABLD: 'x',
    FIRSTLIGHT_XYZ: 'y',
  });
  assert.equal(conflictLine(config)!.code, 'FL_CONFIG_CONFLICT');
  assert.match(
    conflictLine(config)!.message,
    /OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: port 4318 .*\(now: grpc to http:\/\/c:4318\)$/,
  );
  assert.equal(suggestionLine(config)!.code, 'FL_CONFIG_UNKNOWN');
  assert.match(suggestionLine(config)!.message, /OTEL_ENABLD \(did you mean OTEL_ENABLED\?\); FIRSTLIGHT_XYZ$/);
});
