// A file beside variables: the standard's count only if the file refers to them, firstlight's own win.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig, type VariableName } from '../../../lib/config';
import { appEnvironment } from '../../../bin/app/environment';
import { loadFile, path } from './load';

const FILE =
  'resource: { attributes_list: "${OTEL_RESOURCE_ATTRIBUTES}" }\n' +
  'tracer_provider: { processors: [{ batch: { schedule_delay: 100, exporter: { otlp_grpc: { endpoint: "http://file:4317" } } } }] }\n' +
  'instrumentation/development: { js: { firstlight: { log_level: warn, capture: none, enabled: true } } }\n';

/** [what, environment, variable, value, source: line of the file, environment or default] */
const cases: [string, Record<string, string>, VariableName, unknown, string][] = [
  ['what the file says', {}, 'OTEL_BSP_SCHEDULE_DELAY', 100, '3:'],
  ['not the variable of the same', { OTEL_BSP_SCHEDULE_DELAY: '7' }, 'OTEL_BSP_SCHEDULE_DELAY', 100, '3:'],
  ['nor one that the file leaves out', { OTEL_BSP_MAX_QUEUE_SIZE: '7' }, 'OTEL_BSP_MAX_QUEUE_SIZE', 2048, 'default'],
  ['nor a general one', { OTEL_EXPORTER_OTLP_HEADERS: 'a=b' }, 'OTEL_EXPORTER_OTLP_HEADERS', undefined, 'default'],
  [
    'nor the short one',
    { OTEL_EXPORTER_ENDPOINT: 'http://c:1' },
    'OTEL_EXPORTER_ENDPOINT',
    'http://localhost:4317',
    'default',
  ],
  ['what the file refers to', { OTEL_RESOURCE_ATTRIBUTES: 'a=b' }, 'OTEL_RESOURCE_ATTRIBUTES', { a: 'b' }, '2:'],
  ['firstlight’s own of the file', {}, 'LOG_LEVEL', 'warn', '4:'],
  ['firstlight’s own of the environment', { LOG_LEVEL: 'debug' }, 'LOG_LEVEL', 'debug', 'environment'],
  ['likewise', { FIRSTLIGHT_CAPTURE: 'all' }, 'FIRSTLIGHT_CAPTURE', 'all', 'environment'],
  ['likewise the switch for all', { OTEL_ENABLED: 'false' }, 'OTEL_ENABLED', false, 'environment'],
];

for (const [what, env, variable, value, source] of cases)
  test(`${what}: ${variable}`, () => {
    const config = loadFile(FILE, env);
    assert.deepEqual(config[variable], value);
    assert.ok(config.sources[variable]!.replace(`${path}:`, '').startsWith(source), config.sources[variable]);
  });

test('variables without effect are named, with what to write', () => {
  const { suggestions } = loadFile(FILE, {
    OTEL_SERVICE_NAME: 'a',
    OTEL_RESOURCE_ATTRIBUTES: 'a=b',
    OTEL_EXPORTER_ZIPKIN_TIMEOUT: '1',
    LOG_LEVEL: 'info',
    OTEL_GO_SOMETHING: 'x',
  });
  assert.deepEqual(suggestions, [
    {
      variable: 'OTEL_SERVICE_NAME',
      reason: 'OTEL_CONFIG_FILE is set: write ${OTEL_SERVICE_NAME} where the file is to use it',
    },
    {
      variable: 'OTEL_EXPORTER_ZIPKIN_TIMEOUT',
      reason: 'OTEL_CONFIG_FILE is set: write ${OTEL_EXPORTER_ZIPKIN_TIMEOUT} where the file is to use it',
    },
  ]);
});

test('the detector of the service has its name from OTEL_SERVICE_NAME, as the schema says', () => {
  const text = 'resource: { detection/development: { detectors: [{ service: }] } }';
  assert.equal(loadFile(text, { OTEL_SERVICE_NAME: 'checkout' }).service.name, 'checkout');
  const own = `${text.slice(0, -2)}, attributes: [{ name: service.name, value: mine }] }`;
  assert.equal(loadFile(own, { OTEL_SERVICE_NAME: 'checkout' }).service.name, 'mine');
});

test('the older name of the variable', () => {
  loadFile('disabled: true');
  const load = (env: NodeJS.ProcessEnv) => loadConfig(env, { cwd: '/', ownRoot: '/nowhere' });
  assert.equal(load({ OTEL_EXPERIMENTAL_CONFIG_FILE: path }).OTEL_SDK_DISABLED, true);
  assert.equal(load({ OTEL_EXPERIMENTAL_CONFIG_FILE: '/none', OTEL_CONFIG_FILE: path }).OTEL_SDK_DISABLED, true);
});

test('the service is named by the package if the file does not', () => {
  assert.deepEqual(loadFile('').service.name, 'shop');
  const { service } = loadFile('resource: { attributes: [{ name: service.name, value: checkout }] }');
  assert.deepEqual([service.name, service.source], ['checkout', `${path}:2:26`]);
});

test('firstlight dev and the doctor have the telemetry of a file, and the file has the rest', () => {
  const text =
    'tracer_provider:\n  processors: [{ batch: { exporter: { otlp_http: { endpoint: "https://c/v1/traces", ' +
    'headers: [{ name: a, value: b }], compression: gzip } } } }]\n  sampler: { always_off: }\n';
  const { env } = appEnvironment({ OTEL_SERVICE_NAME: 'x' }, 'file:///register.js', 4399);
  const config = loadFile(text, env);
  const { url, protocol, headers, compression } = config.otlp.traces;
  assert.deepEqual(
    { url, protocol, headers, compression, sampler: config.OTEL_TRACES_SAMPLER, delay: config.OTEL_BSP_SCHEDULE_DELAY },
    {
      url: 'http://127.0.0.1:4399',
      protocol: 'grpc',
      headers: {},
      compression: 'gzip',
      sampler: 'always_off',
      delay: 200,
    },
  );
  assert.deepEqual(
    [config.problems, config.conflicts, config.suggestions.map(({ variable }) => variable)],
    [[], [], ['OTEL_SERVICE_NAME']],
  );
});
