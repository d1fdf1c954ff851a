// What the environment says, and what it means.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FindingId } from '../../../bin/doctor/table';
import { temporaryFolder } from '../../support';
import { diagnose, only, SENDS_NOTHING } from './diagnose';

const folder = temporaryFolder({
  'package.json': { name: 'shop' },
  'app.js': '',
  'key.pem': generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
  '.env': 'LOG_LEVEL=debug\nLOG_FORMAT=console\n',
  'otel.yaml': 'file_format: "1.1"\ndisabled: false\ntracer: {}\nattribute_limits: { attribute_count_limit: x }\n',
});
const FILE = { OTEL_CONFIG_FILE: 'otel.yaml' };
/** Nothing listens there, and nothing has to. */
const NOWHERE = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

const cases: { id: FindingId; name: string; env: Record<string, string>; detail?: RegExp; command?: string[] }[] = [
  { id: 'service-name', name: 'from package.json', env: SENDS_NOTHING, detail: /^shop \(.*package\.json\)$/ },
  { id: 'config-defaults', name: 'nothing set', env: {} },
  { id: 'config-set', name: 'values', env: { ...SENDS_NOTHING, LOG_LEVEL: 'debug' }, detail: /^LOG_LEVEL=debug$/m },
  {
    id: 'config-set',
    name: 'a file of variables, over which the environment wins',
    env: { ...SENDS_NOTHING, LOG_FORMAT: 'json' },
    command: ['node', '--env-file=.env', 'app.js'],
    detail: /^LOG_LEVEL=debug\nLOG_FORMAT=json$/m,
  },
  {
    id: 'config-bad-value',
    name: 'another is used',
    env: { ...SENDS_NOTHING, LOG_FORMAT: 'xml' },
    detail: /^LOG_FORMAT expects .*, got "xml", uses "json"$/,
  },
  {
    id: 'config-refused',
    name: 'the app does not start',
    env: { ...SENDS_NOTHING, LOG_FORMAT: 'xml', FIRSTLIGHT_STRICT: 'true' },
    detail: /LOG_FORMAT/,
  },
  {
    id: 'config-conflict',
    name: 'half a pair of certificates',
    env: { ...NOWHERE, OTEL_EXPORTER_OTLP_CLIENT_KEY: join(folder, 'key.pem') },
    detail: /CLIENT_CERTIFICATE is missing/,
  },
  {
    id: 'config-unknown',
    name: 'did you mean',
    env: { ...SENDS_NOTHING, OTEL_SERVICENAME: 'shop' },
    detail: /^OTEL_SERVICENAME: did you mean OTEL_SERVICE_NAME\?$/,
  },
  {
    id: 'config-unknown',
    name: 'no idea',
    env: { ...SENDS_NOTHING, FIRSTLIGHT_XYZZY: '1' },
    detail: /^FIRSTLIGHT_XYZZY$/,
  },
  { id: 'config-file', name: 'beside its faults', env: FILE, detail: /^otel\.yaml: \d+ settings$/ },
  {
    id: 'config-file-unsupported',
    name: 'a key',
    env: FILE,
    detail: /^otel\.yaml:3:1 tracer: no such key$/,
  },
  {
    id: 'config-bad-value',
    name: 'in a file',
    env: FILE,
    detail: /^otel\.yaml:4:44 attribute_limits\.attribute_count_limit expects an integer, got "x", uses "128"$/,
  },
  {
    id: 'config-bad-value',
    name: 'a file that is not there',
    env: { ...SENDS_NOTHING, OTEL_CONFIG_FILE: 'none.yaml' },
    detail: /^OTEL_CONFIG_FILE expects a configuration file, but it cannot be read \(ENOENT\)/,
  },
  {
    id: 'config-unknown',
    name: 'a variable beside a file',
    env: { ...FILE, OTEL_SERVICE_NAME: 'x' },
    detail: /^OTEL_SERVICE_NAME: OTEL_CONFIG_FILE is set: write \$\{OTEL_SERVICE_NAME\} where/,
  },
  { id: 'telemetry-off', name: 'ours', env: { OTEL_ENABLED: 'false' }, detail: /^OTEL_ENABLED$/ },
  { id: 'telemetry-off', name: 'the standard’s', env: { OTEL_SDK_DISABLED: 'true' }, detail: /^OTEL_SDK_DISABLED$/ },
  {
    id: 'signal-off',
    name: 'one of three',
    env: { ...SENDS_NOTHING, OTEL_TRACES_EXPORTER: 'otlp', OTEL_METRICS_EXPORTER: 'otlp' },
    detail: /^logs: none/,
  },
  { id: 'sampled-away', name: 'always_off', env: { ...SENDS_NOTHING, OTEL_TRACES_SAMPLER: 'always_off' } },
  {
    id: 'sampled-away',
    name: 'a ratio of nothing',
    env: { ...SENDS_NOTHING, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
  },
  {
    id: 'protocol-against-port',
    name: 'gRPC to 4318',
    env: { ...NOWHERE, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    detail: /^OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: port 4318/,
  },
  {
    id: 'protocol-against-port',
    name: 'HTTP to 4317',
    env: { ...NOWHERE, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    detail: /port 4317/,
  },
];

for (const { id, name, env, detail, command = [] } of cases) {
  test(`${id}: ${name}`, async () => {
    only(await diagnose(command, env, folder), id, detail);
  });
}

test('secrets of the configuration are not printed', async () => {
  const { stdout } = await diagnose([], {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:hunter2@127.0.0.1:9/path?key=hunter3',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20hunter4',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'hunter5',
  });
  assert.doesNotMatch(stdout, /hunter/);
});

test('a sampled part is no finding', async () => {
  const { ids } = await diagnose([], {
    ...SENDS_NOTHING,
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.1',
  });
  assert.ok(!ids.includes('sampled-away'));
});
