import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../lib/config';

const suggestions = (env: NodeJS.ProcessEnv): [string, string | undefined][] =>
  loadConfig(env, { cwd: '/', ownRoot: '/nowhere' }).suggestions.map(({ variable, didYouMean }) => [
    variable,
    didYouMean,
  ]);

const meant: Record<string, string | undefined> = {
  OTEL_TRACE_SAMPLER: 'OTEL_TRACES_SAMPLER',
  OTEL_TRACES_SAMPLER_ARGS: 'OTEL_TRACES_SAMPLER_ARG',
  OTEL_EXPORTER_OTLP_ENPOINT: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  OTEL_EXPORTER_OLTP_ENDPOINT: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  OTEL_EXPORTER_OTLP_TRACE_ENDPOINT: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  OTEL_OTLP_ENDPOINT: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  OTEL_ENDPOINT: 'OTEL_EXPORTER_ENDPOINT',
  OTEL_HEADERS: 'OTEL_EXPORTER_OTLP_HEADERS',
  OTEL_DISABLED: 'OTEL_SDK_DISABLED',
  OTEL_SERVICENAME: 'OTEL_SERVICE_NAME',
  OTEL_RESOURCE_ATTRIBUTE: 'OTEL_RESOURCE_ATTRIBUTES',
  OTEL_PROPAGATOR: 'OTEL_PROPAGATORS',
  OTEL_METRICS_EXPORT_INTERVAL: 'OTEL_METRIC_EXPORT_INTERVAL',
  OTEL_SERVICE_VERSION: 'OTEL_RESOURCE_ATTRIBUTES',
  OTEL_SERVICE_NAMESPACE: 'OTEL_RESOURCE_ATTRIBUTES',
  OTEL_TRACES_SAMPLING_RATE: 'OTEL_TRACES_SAMPLER_ARG',
  OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT: 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT',
  OTEL_EXPORTER_OTLP_SPAN_INSECURE: 'OTEL_EXPORTER_OTLP_TRACES_INSECURE',
  otel_enabled: 'OTEL_ENABLED',
  FIRSTLIGHT_STRIKT: 'FIRSTLIGHT_STRICT',
  FIRSTLIGHT_IGNORE_PATH: 'FIRSTLIGHT_IGNORE_PATHS',
  FIRSTLIGHT_SHUTDOWN_TIMEOUT: 'FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS',
  FIRSTLIGHT_LOG_LEVEL: 'LOG_LEVEL',
  FIRSTLIGHT_SOMETHING_ELSE: undefined,
  LOG_LEVL: 'LOG_LEVEL',
  LOG_LEVELS: 'LOG_LEVEL',
  LOG_FORMT: 'LOG_FORMAT',
};
for (const [name, didYouMean] of Object.entries(meant)) {
  test(`${name} gets ${didYouMean ?? 'a word, but no suggestion'}`, () =>
    assert.deepEqual(suggestions({ [name]: 'x' }), [[name, didYouMean]]));
}

/** Other people's names, and ours. */
const quiet = [
  'OTEL_ENABLED',
  'FIRSTLIGHT_STARTED',
  'LOG_LEVEL',
  'OTEL_EXPORTER_OTLP_LOGS_CLIENT_KEY',
  'OTEL_EXPORTER_JAEGER_ENDPOINT',
  'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT',
  'OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS',
  'OTEL_PYTHON_LOG_LEVEL',
  'OTEL_JAVAAGENT_ENABLED',
  'OTEL_GO_AUTO_TARGET_EXE',
  'OTEL_NODE_EXPERIMENTAL_SDK_METRICS',
  'OTEL_RESOURCE_ATTRIBUTES_POD_NAME',
  'OTEL_RESOURCE_ATTRIBUTES_NODE_NAME',
  'OTEL_POD_IP',
  'OTEL_COLLECTOR_SERVICE_HOST',
  'OTEL_COLLECTOR_PORT_4317_TCP_ADDR',
  'OTEL_SERVICE_PORT',
  'FIRSTLIGHT_SERVICE_HOST',
  'FIRSTLIGHT_PORT',
  'FIRSTLIGHT_PORT_80_TCP',
  'LOG_DIR',
  'LOG_FILE',
  'LOG_PATH',
  'LOG_COLOR',
  'log_level',
  'LOGLEVEL',
  'MY_LOG_LEVEL',
  'LEVEL',
  'OTELX_ENABLED',
  'PATH',
];
for (const name of quiet) test(`${name} gets no word`, () => assert.deepEqual(suggestions({ [name]: 'otlp' }), []));

test('an empty variable is unset, and gets no word', () =>
  assert.deepEqual(suggestions({ OTEL_TRACE_SAMPLER: '', FIRSTLIGHT_X: ' ' }), []));

test('fastest-levenshtein is loaded only for an unknown name', () => {
  const loaded = (): boolean => Object.keys(require.cache).some((path) => path.includes('fastest-levenshtein'));
  for (const path of Object.keys(require.cache)) if (path.includes('fastest-levenshtein')) delete require.cache[path];
  suggestions({ OTEL_ENABLED: 'x', LOG_LEVEL: 'y' });
  assert.equal(loaded(), false);
  suggestions({ OTEL_ENABLD: 'true' });
  assert.equal(loaded(), true);
});
