import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '../../lib/config';
import type { Config } from '../../lib/config';

const load = (env: NodeJS.ProcessEnv): Config => loadConfig(env, { cwd: '/', ownRoot: '/nowhere' });
const pem = (name: string) => join(__dirname, '..', 'fixtures', 'frameworks', `localhost-${name}.pem`);
const G = 'OTEL_EXPORTER_OTLP_';
const ENDPOINT = `${G}ENDPOINT`;
const TRACES = `${G}TRACES_ENDPOINT`;
const PROTOCOL = `${G}PROTOCOL`;
const SEED = 'OTEL_EXPORTER_ENDPOINT';

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
