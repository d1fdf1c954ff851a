// A configuration, written as a file, and read again: it is the same.
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { describeAsFile, loadConfig, type Config } from '../../../lib/config';
import { variableNames } from '../../../lib/config/table';
import { fixtures } from '../../support/app';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder({ 'package.json': { name: 'shop', version: '1.2.3' } });
const where = { cwd: folder, ownRoot: '/nowhere' };

/** Resolved in another form, and compared there; or about the file itself. */
const RESOLVED =
  /^OTEL_(?:EXPORTER_|(?:SPAN_|LOGRECORD_|EVENT_|LINK_)?ATTRIBUTE_|SPAN_|CONFIG_FILE|EXPERIMENTAL_|SERVICE_NAME|TRACES_SAMPLER_ARG|RESOURCE_ATTRIBUTES|NODE_RESOURCE_DETECTORS)/;

/** What of a configuration has an effect. */
function effective(config: Config): unknown {
  const otlp = Object.fromEntries(
    Object.entries(config.otlp).map(([signal, { endpointSource: _, ...target }]) => [
      signal,
      target.exporters.includes('otlp') ? target : target.exporters,
    ]),
  );
  const { resource, ...rest } = config.file ?? {};
  const only = { ...rest, path: undefined, unsupported: undefined };
  const detectors = new Set<string>(
    config.OTEL_NODE_RESOURCE_DETECTORS ?? ['env', 'host', 'process', 'container', 'serviceinstance'],
  );
  const excluded = new Set(resource?.detected.excluded ?? []);
  // Written as `host` without the attributes of the operating system.
  if (excluded.has('os.*')) detectors.delete('os');
  excluded.delete('os.*');
  return {
    variables: Object.fromEntries(
      variableNames.filter((name) => !RESOLVED.test(name)).map((name) => [name, config[name]]),
    ),
    ratio: config.OTEL_TRACES_SAMPLER_ARG ?? 1,
    otlp,
    limits: config.limits,
    sampler: config.sampler,
    temporality: config.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE,
    histograms: config.OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION,
    port: config.OTEL_EXPORTER_PROMETHEUS_PORT,
    telemetryEnabled: config.telemetryEnabled,
    service: [config.service.name, config.service.version],
    attributes: {
      ...config.OTEL_RESOURCE_ATTRIBUTES,
      'service.name': config.service.name,
      'service.version': config.service.version,
    },
    detectors: [...detectors].sort(),
    resource: {
      typed: resource?.typed ?? {},
      schemaUrl: resource?.schemaUrl,
      included: resource?.detected.included,
      excluded: [...excluded],
    },
    only: JSON.parse(JSON.stringify(only)),
  };
}

function readAgain(config: Config, env: NodeJS.ProcessEnv = {}): Config {
  const path = join(folder, 'written.yaml');
  writeFileSync(path, describeAsFile(config));
  return loadConfig({ ...env, OTEL_CONFIG_FILE: path }, where);
}

const cases: Record<string, NodeJS.ProcessEnv> = {
  nothing: {},
  'OTLP over HTTP': { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
  'a signal each': {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://a/v1/traces',
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'unix:///run/otel.sock',
    OTEL_METRICS_EXPORTER: 'otlp,prometheus,console',
    OTEL_EXPORTER_PROMETHEUS_PORT: '0',
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'lowmemory',
    OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: '0',
  },
  'batches and limits': {
    OTEL_BSP_MAX_QUEUE_SIZE: '7',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '5',
    OTEL_BLRP_EXPORT_TIMEOUT: '0',
    OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '12',
    OTEL_SPAN_EVENT_COUNT_LIMIT: '0',
  },
  'names with dollars and percent signs': {
    OTEL_SERVICE_NAME: 'a$${b}%',
    OTEL_RESOURCE_ATTRIBUTES: 'x=%24%7BHOME%7D,y=true,z=1.0',
  },
  'traces a second': { FIRSTLIGHT_TRACES_PER_SECOND: '5,/a/:id=2,x*=0', FIRSTLIGHT_KEEP: 'errors,slow' },
  sampling: { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
  never: { OTEL_TRACES_SAMPLER: 'always_off', OTEL_PROPAGATORS: 'none' },
  'a sampler without an exporter': { OTEL_TRACES_EXPORTER: 'none', OTEL_TRACES_SAMPLER: 'traceidratio' },
  'nothing is exported': { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
  disabled: { OTEL_SDK_DISABLED: 'true' },
  'firstlight’s own': {
    OTEL_ENABLED: 'false',
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'console',
    FIRSTLIGHT_LOG_LEVELS: 'db=debug,http.*=warn',
    FIRSTLIGHT_IGNORE_PATHS: '/health,/$metrics/**',
    FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS: '0',
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'fs,dns',
    OTEL_LOG_LEVEL: 'none',
    OTEL_SEMCONV_STABILITY_OPT_IN: 'http/dup',
  },
  'all detectors': { OTEL_NODE_RESOURCE_DETECTORS: 'env,host,os,serviceinstance,aws' },
  'headers, which are in the variables': {
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=hunter2',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x=y',
  },
};

for (const [what, env] of Object.entries(cases))
  test(what, () => {
    const config = loadConfig(env, where);
    assert.deepEqual(config.problems, []);
    const secrets = Object.fromEntries(Object.entries(env).filter(([name]) => name.endsWith('HEADERS')));
    const again = readAgain(config, secrets);
    assert.deepEqual(again.problems, []);
    assert.deepEqual(again.file?.unsupported, []);
    assert.deepEqual(effective(again), effective(config));
    assert.ok(!describeAsFile(config).includes('hunter2'));
  });

const examples = join(fixtures, 'configuration-files/1.1');
for (const file of readdirSync(examples))
  test(file, () => {
    const config = loadConfig({ OTEL_CONFIG_FILE: join(examples, file) }, where);
    const again = readAgain(config);
    assert.deepEqual(
      again.problems.filter(({ variable }) => !variable.endsWith('headers')),
      [],
    );
    // Headers of a file cannot be in another one: they are secrets.
    const text = (each: Config): unknown =>
      JSON.parse(
        JSON.stringify(effective(each), (name, value: unknown) => (name === 'headers' ? {} : (value ?? null))),
      );
    assert.deepEqual(text(again), text(config));
    assert.ok(!describeAsFile(config).includes('1234'));
  });

test('a secret that is in no variable is redacted', () => {
  const path = join(folder, 'secret.yaml');
  writeFileSync(
    path,
    'file_format: "1.1"\ntracer_provider: { processors: [{ batch: { exporter: { otlp_http: { headers: [' +
      '{ name: api-key, value: hunter2 }], endpoint: "https://me:hunter2@c/v1/traces" } } } }] }\n' +
      'resource: { attributes: [{ name: password, value: hunter2 }] }',
  );
  const text = describeAsFile(loadConfig({ OTEL_CONFIG_FILE: path }, where));
  assert.ok(!text.includes('hunter2'), text);
  assert.match(text, /value: "\[redacted\]"|value: '\[redacted\]'/);
});
