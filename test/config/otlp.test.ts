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

/** [what, environment, the variables named, the text]; every one of them would fail or surprise without a word. */
const conflicts: [string, NodeJS.ProcessEnv, string[], RegExp][] = [
  [
    'grpc to port 4318',
    { [ENDPOINT]: 'http://c:4318', [PROTOCOL]: 'grpc' },
    [ENDPOINT, PROTOCOL],
    /port 4318 .* use port 4317, or the protocol http\/protobuf/,
  ],
  [
    'http to port 4317',
    { [SEED]: 'http://c:4317', [PROTOCOL]: 'http/protobuf' },
    [SEED, PROTOCOL],
    /port 4317 .* use port 4318, or the protocol grpc/,
  ],
  [
    'one signal’s protocol',
    { [ENDPOINT]: 'http://c:4318', [`${G}LOGS_PROTOCOL`]: 'grpc' },
    [ENDPOINT, `${G}LOGS_PROTOCOL`],
    /port 4318/,
  ],
  ['port 4317 with /v1/', { [TRACES]: 'http://c:4317/v1/traces' }, [TRACES], /port 4317/],
  [
    'grpc with a path',
    { [TRACES]: 'http://c:4317/v1/traces', [PROTOCOL]: 'grpc' },
    [TRACES, PROTOCOL],
    /grpc has no paths/,
  ],
  ['grpc by default with a path', { [ENDPOINT]: 'https://c/otlp' }, [ENDPOINT], /set the protocol to http\/protobuf/],
  ['a socket over HTTP', { [ENDPOINT]: 'unix:///s', [PROTOCOL]: 'http/json' }, [ENDPOINT, PROTOCOL], /Unix socket/],
  ['a signal’s path for all', { [ENDPOINT]: 'http://c:4318/v1/traces' }, [ENDPOINT], /leave \/v1\/traces out/],
  ['a signal’s endpoint without a path', { [TRACES]: 'http://c:4318' }, [TRACES], /most collectors want \/v1\/traces/],
  ['HTTP without a scheme', { [ENDPOINT]: 'c:4318' }, [ENDPOINT], /no scheme, which means TLS/],
  ['the short variable without a scheme', { [SEED]: 'c:4317' }, [SEED], /no scheme, which means TLS/],
  [
    'INSECURE against https',
    { [ENDPOINT]: 'https://c:4317', [`${G}INSECURE`]: 'true' },
    [ENDPOINT, `${G}INSECURE`],
    /the scheme https:\/\/ decides/,
  ],
  [
    'a certificate without TLS',
    { [ENDPOINT]: 'http://c:4317', [`${G}CERTIFICATE`]: pem('cert') },
    [ENDPOINT, `${G}CERTIFICATE`],
    /no effect without TLS/,
  ],
  [
    'a key without a certificate',
    { [`${G}CLIENT_KEY`]: pem('key') },
    [`${G}CLIENT_KEY`],
    /OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE is missing/,
  ],
  ['a password for grpc', { [ENDPOINT]: 'https://u:p@c:4317' }, [ENDPOINT], /OTEL_EXPORTER_OTLP_HEADERS/],
  [
    'a batch above its queue',
    { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '100', OTEL_BSP_MAX_QUEUE_SIZE: '10' },
    ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'OTEL_BSP_MAX_QUEUE_SIZE'],
    /100 is more than 10/,
  ],
  [
    'a timeout above the interval',
    { OTEL_METRIC_EXPORT_INTERVAL: '100', OTEL_METRIC_EXPORT_TIMEOUT: '200' },
    ['OTEL_METRIC_EXPORT_TIMEOUT', 'OTEL_METRIC_EXPORT_INTERVAL'],
    /200 is more than 100/,
  ],
  [
    'a ratio without its sampler',
    { OTEL_TRACES_SAMPLER_ARG: '0.5' },
    ['OTEL_TRACES_SAMPLER_ARG', 'OTEL_TRACES_SAMPLER'],
    /no effect on the sampler/,
  ],
  [
    'enabled and disabled',
    { OTEL_ENABLED: 'true', OTEL_SDK_DISABLED: 'true' },
    ['OTEL_ENABLED', 'OTEL_SDK_DISABLED'],
    /disables/,
  ],
];

for (const [what, env, variables, text] of conflicts) {
  test(`conflict: ${what}`, () => {
    const config = load(env);
    assert.deepEqual(
      config.conflicts.map((conflict) => conflict.variables),
      [variables],
    );
    assert.match(config.conflicts[0]!.text, text);
    assert.deepEqual(config.problems, []);
    assert.doesNotMatch(JSON.stringify(config.conflicts), /u:p@/);
  });
}

for (const env of [
  {},
  { [SEED]: 'localhost:4317' },
  { [ENDPOINT]: 'c:4317' },
  { [ENDPOINT]: 'https://c:4318', [`${G}COMPRESSION`]: 'gzip' },
  { OTEL_METRIC_EXPORT_INTERVAL: '500' },
  { OTEL_BSP_MAX_QUEUE_SIZE: '100' },
  { [TRACES]: 'http://c:4318/v1/traces' },
  { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' },
  { [ENDPOINT]: 'http://c:4318', [PROTOCOL]: 'grpc', OTEL_SDK_DISABLED: 'true' },
  { [`${G}LOGS_ENDPOINT`]: 'http://c:4318', OTEL_LOGS_EXPORTER: 'none' },
  { [`${G}INSECURE`]: 'false' },
]) {
  test(`no conflict: ${JSON.stringify(env)}`, () => assert.deepEqual(load(env).conflicts, []));
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
