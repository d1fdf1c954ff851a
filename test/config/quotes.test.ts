// Quotes that env files leave around values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig, type VariableName } from '../../lib/config';

const load = (env: NodeJS.ProcessEnv) => loadConfig(env, { cwd: '/', ownRoot: '/nowhere' });

/** [variable, text, its value, what is said to have been expected, what is said to be used] */
const cases: [VariableName, string, unknown, string, string][] = [
  ['LOG_LEVEL', "'debug'", 'debug', 'a value, without quotes', 'debug'],
  ['OTEL_SERVICE_NAME', '"web"', 'web', 'a value, without quotes', 'web'],
  ['OTEL_SERVICE_NAME', '" web "', 'web', 'a value, without quotes', 'web'],
  ['LOG_LEVEL', '" "', 'info', 'a value, without quotes', 'info'],
  ['OTEL_EXPORTER_ENDPOINT', '"http://c:4317"', 'http://c:4317', 'a value, without quotes', 'http://c:4317'],
  ['OTEL_EXPORTER_ENDPOINT', '"no url"', 'http://localhost:4317', 'a URL such as', 'http://localhost:4317'],
  ['OTEL_BSP_MAX_QUEUE_SIZE', '"x"', 2048, 'an integer 1 or more, without quotes', '2048'],
];
for (const [variable, text, value, expected, used] of cases) {
  test(`${variable}=${text}: without its quotes, in one problem`, () => {
    const config = load({ [variable]: text });
    assert.deepEqual(config[variable], value);
    assert.deepEqual(
      config.problems.map((problem) => [problem.variable, problem.received, problem.used]),
      [[variable, text, used]],
    );
    const said = config.problems[0]!.expected;
    assert.ok(said.startsWith(expected) && said.endsWith(', without quotes'), said);
  });
}

test('quotes inside a value are part of it', () => {
  const config = load({ OTEL_RESOURCE_ATTRIBUTES: '"a"="b"', OTEL_SERVICE_NAME: `"it's"x` });
  assert.deepEqual(config.OTEL_RESOURCE_ATTRIBUTES, { '"a"': '"b"' });
  assert.equal(config.OTEL_SERVICE_NAME, `"it's"x`);
  assert.deepEqual(config.problems, []);
});

test('secrets in quotes stay secret', () => {
  const { problems, otlp } = load({ OTEL_EXPORTER_OTLP_HEADERS: '"api-key=s3cr3t"' });
  assert.deepEqual(
    problems.map(({ received, used }) => [received, used]),
    [['[redacted]', '[redacted]']],
  );
  assert.deepEqual(otlp.traces.headers, { 'api-key': 's3cr3t' });
});
