import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '../../lib/config';
import type { Config, OtlpTarget, Signal } from '../../lib/config';

const load = (env: NodeJS.ProcessEnv): Config => loadConfig(env, { cwd: '/', ownRoot: '/nowhere' });
const pem = (name: string) => join(__dirname, '..', 'fixtures', 'frameworks', `localhost-${name}.pem`);
const G = 'OTEL_EXPORTER_OTLP_';
const ENDPOINT = `${G}ENDPOINT`;
const TRACES = `${G}TRACES_ENDPOINT`;
const PROTOCOL = `${G}PROTOCOL`;
const SEED = 'OTEL_EXPORTER_ENDPOINT';

/** [what, environment, signal, protocol, url, source] */
const cases: [string, NodeJS.ProcessEnv, Signal, string, string, string][] = [
  ['nothing set', {}, 'traces', 'grpc', 'http://localhost:4317', 'default'],
  [
    'only the protocol',
    { [PROTOCOL]: 'http/protobuf' },
    'logs',
    'http/protobuf',
    'http://localhost:4318/v1/logs',
    'default',
  ],
  [
    'only a signal’s protocol',
    { [`${G}METRICS_PROTOCOL`]: 'http/json' },
    'metrics',
    'http/json',
    'http://localhost:4318/v1/metrics',
    'default',
  ],
  [
    'another signal’s protocol',
    { [`${G}METRICS_PROTOCOL`]: 'http/json' },
    'traces',
    'grpc',
    'http://localhost:4317',
    'default',
  ],
  ['the short variable', { [SEED]: 'http://c:4317' }, 'traces', 'grpc', 'http://c:4317', SEED],
  [
    'the general variable wins over the short one',
    { [SEED]: 'http://a:4317', [ENDPOINT]: 'http://b:4317' },
    'traces',
    'grpc',
    'http://b:4317',
    ENDPOINT,
  ],
  [
    'the signal’s variable wins over both',
    { [SEED]: 'http://a:4317', [ENDPOINT]: 'http://b:4317', [TRACES]: 'http://c:4317' },
    'traces',
    'grpc',
    'http://c:4317',
    TRACES,
  ],
  [
    'other signals keep the general one',
    { [ENDPOINT]: 'http://b:4317', [TRACES]: 'http://c:4317' },
    'logs',
    'grpc',
    'http://b:4317',
    ENDPOINT,
  ],
  [
    'port 4318 means HTTP',
    { [ENDPOINT]: 'http://c:4318' },
    'traces',
    'http/protobuf',
    'http://c:4318/v1/traces',
    ENDPOINT,
  ],
  [
    'port 4318 of the short variable means HTTP',
    { [SEED]: 'http://c:4318/' },
    'metrics',
    'http/protobuf',
    'http://c:4318/v1/metrics',
    SEED,
  ],
  [
    'a path with /v1/ means HTTP',
    { [TRACES]: 'https://c/otlp/v1/traces' },
    'traces',
    'http/protobuf',
    'https://c/otlp/v1/traces',
    TRACES,
  ],
  [
    'a protocol that is set wins over the port',
    { [ENDPOINT]: 'http://c:4318', [PROTOCOL]: 'grpc' },
    'traces',
    'grpc',
    'http://c:4318',
    ENDPOINT,
  ],
  [
    'a signal’s protocol wins over the general one',
    { [PROTOCOL]: 'grpc', [`${G}LOGS_PROTOCOL`]: 'http/json', [ENDPOINT]: 'http://c:9' },
    'logs',
    'http/json',
    'http://c:9/v1/logs',
    ENDPOINT,
  ],
  [
    'a base path is kept',
    { [ENDPOINT]: 'https://c/otlp/', [PROTOCOL]: 'http/protobuf' },
    'logs',
    'http/protobuf',
    'https://c/otlp/v1/logs',
    ENDPOINT,
  ],
  [
    'a signal’s HTTP endpoint is used as it is',
    { [TRACES]: 'http://c:4318/in' },
    'traces',
    'http/protobuf',
    'http://c:4318/in',
    TRACES,
  ],
  [
    'a signal’s HTTP endpoint without a path gets the root',
    { [TRACES]: 'http://c:4318' },
    'traces',
    'http/protobuf',
    'http://c:4318/',
    TRACES,
  ],
  [
    'a signal’s path in the general variable is replaced',
    { [ENDPOINT]: 'http://c:4318/v1/traces' },
    'logs',
    'http/protobuf',
    'http://c:4318/v1/logs',
    ENDPOINT,
  ],
  [
    'a query stays behind the path',
    { [ENDPOINT]: 'http://c:4318/x?k=v' },
    'logs',
    'http/protobuf',
    'http://c:4318/x/v1/logs?k=v',
    ENDPOINT,
  ],
  ['gRPC has no path', { [ENDPOINT]: 'https://c:4317/x' }, 'traces', 'grpc', 'https://c:4317', ENDPOINT],
  ['gRPC with https and no port', { [ENDPOINT]: 'https://c' }, 'traces', 'grpc', 'https://c:443', ENDPOINT],
  ['gRPC with http and no port', { [ENDPOINT]: 'http://c' }, 'traces', 'grpc', 'http://c:4317', ENDPOINT],
  [
    'gRPC with http and the port that URLs forget',
    { [ENDPOINT]: 'http://c:80' },
    'traces',
    'grpc',
    'http://c:80',
    ENDPOINT,
  ],
  ['gRPC without a scheme has TLS', { [ENDPOINT]: 'c:4317' }, 'traces', 'grpc', 'https://c:4317', ENDPOINT],
  [
    'gRPC without a scheme, insecure',
    { [ENDPOINT]: 'c:4317', [`${G}INSECURE`]: 'true' },
    'traces',
    'grpc',
    'http://c:4317',
    ENDPOINT,
  ],
  [
    'a signal’s INSECURE',
    { [ENDPOINT]: 'c:4317', [`${G}INSECURE`]: 'true', [`${G}LOGS_INSECURE`]: 'false' },
    'logs',
    'grpc',
    'https://c:4317',
    ENDPOINT,
  ],
  [
    'loopback without a scheme has no TLS',
    { [ENDPOINT]: '127.0.0.1:4317' },
    'traces',
    'grpc',
    'http://127.0.0.1:4317',
    ENDPOINT,
  ],
  [
    'loopback without a scheme, secure',
    { [ENDPOINT]: 'localhost:4317', [`${G}INSECURE`]: 'false' },
    'traces',
    'grpc',
    'https://localhost:4317',
    ENDPOINT,
  ],
  ['a bare host', { [SEED]: 'localhost' }, 'traces', 'grpc', 'http://localhost:4317', SEED],
  ['IPv6', { [SEED]: '[::1]:4318' }, 'traces', 'http/protobuf', 'http://[::1]:4318/v1/traces', SEED],
  [
    'the scheme wins over INSECURE',
    { [ENDPOINT]: 'https://c:4317', [`${G}INSECURE`]: 'true' },
    'traces',
    'grpc',
    'https://c:4317',
    ENDPOINT,
  ],
  ['a Unix socket', { [ENDPOINT]: 'unix:/run/otel.sock' }, 'traces', 'grpc', 'unix:///run/otel.sock', ENDPOINT],
  [
    'a bad endpoint falls back to the next',
    { [TRACES]: 'ftp://x', [ENDPOINT]: 'http://b:4317' },
    'traces',
    'grpc',
    'http://b:4317',
    ENDPOINT,
  ],
];

for (const [what, env, signal, protocol, url, source] of cases) {
  test(`target: ${what}`, () => {
    const target = load(env).otlp[signal];
    assert.deepEqual([target.protocol, target.url, target.endpointSource], [protocol, url, source]);
    assert.equal(target.insecure, !url.startsWith('https:'));
  });
}

test('a default that has to follow another value does so quietly', () => {
  const config = load({
    OTEL_METRIC_EXPORT_INTERVAL: '500',
    OTEL_BSP_MAX_QUEUE_SIZE: '100',
    OTEL_BLRP_MAX_QUEUE_SIZE: '1',
  });
  assert.deepEqual(
    [config.OTEL_METRIC_EXPORT_TIMEOUT, config.OTEL_BSP_MAX_EXPORT_BATCH_SIZE, config.OTEL_BLRP_MAX_EXPORT_BATCH_SIZE],
    [500, 100, 1],
  );
  assert.equal(config.sources.OTEL_METRIC_EXPORT_TIMEOUT, 'OTEL_METRIC_EXPORT_INTERVAL');
});

test('a signal’s settings win over the general ones, headers name by name', () => {
  const config = load({
    [`${G}HEADERS`]: 'Api-Key=general,x=1',
    [`${G}TRACES_HEADERS`]: 'api-key=own',
    [`${G}TIMEOUT`]: '1',
    [`${G}TRACES_TIMEOUT`]: '2',
    [`${G}COMPRESSION`]: 'gzip',
    [`${G}TRACES_COMPRESSION`]: 'none',
    [`${G}CLIENT_CERTIFICATE`]: pem('cert'),
    [`${G}CLIENT_KEY`]: pem('key'),
    OTEL_TRACES_EXPORTER: 'console,otlp',
  });
  const pick = ({ headers, timeoutMs, compression, clientKey, exporters }: OtlpTarget): unknown => ({
    headers,
    timeoutMs,
    compression,
    clientKey,
    exporters,
  });
  assert.deepEqual(pick(config.otlp.traces), {
    headers: { 'api-key': 'own', x: '1' },
    timeoutMs: 2,
    compression: 'none',
    clientKey: pem('key'),
    exporters: ['console', 'otlp'],
  });
  assert.deepEqual(pick(config.otlp.logs), {
    headers: { 'api-key': 'general', x: '1' },
    timeoutMs: 1,
    compression: 'gzip',
    clientKey: pem('key'),
    exporters: ['otlp'],
  });
});
