import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { applyRemote, loadConfig, remoteVariables } from '../../lib/config';

const load = (env: Record<string, string>) => loadConfig(env, { cwd: '/', ownRoot: '/' });

/** [as it is written, the URL; undefined if it is refused] */
const endpoints: [string, string | undefined][] = [
  ['http://opamp.test:4320/v1/opamp', 'http://opamp.test:4320/v1/opamp'],
  ['https://opamp.test', 'https://opamp.test/v1/opamp'],
  ['https://opamp.test/', 'https://opamp.test/v1/opamp'],
  ['https://opamp.test/own?x=1', 'https://opamp.test/own?x=1'],
  ['localhost', 'http://localhost:4320/v1/opamp'],
  ['127.0.0.1:99', 'http://127.0.0.1:99/v1/opamp'],
  ['opamp.test:99', 'https://opamp.test:99/v1/opamp'],
  ['ws://localhost:4320', undefined],
  ['unix:///run/opamp', undefined],
];

for (const [text, url] of endpoints)
  test(`FIRSTLIGHT_OPAMP_ENDPOINT=${text}: ${url ?? 'refused'}`, () => {
    const config = load({ FIRSTLIGHT_OPAMP_ENDPOINT: text });
    assert.equal(config.FIRSTLIGHT_OPAMP_ENDPOINT, url);
    assert.equal(config.problems.length, url === undefined ? 1 : 0);
  });

test('what may be changed while the process runs names nothing that data is sent to, or hidden by', () => {
  const risky = /ENDPOINT|HEADERS|CERTIFICATE|KEY|REDACT|CAPTURE|SPOOL|RESOURCE|OPAMP|FILE/;
  assert.deepEqual(
    remoteVariables.filter((name) => risky.test(name)),
    [],
  );
  assert.ok(remoteVariables.includes('LOG_LEVEL'));
});

test('a remote configuration takes the place of variables, and the rest is that of the start', () => {
  const start = load({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5', LOG_LEVEL: 'warn' });
  const changed = applyRemote(start, { variables: { OTEL_TRACES_SAMPLER_ARG: ' 0.25 ', LOG_LEVEL: '' } });
  assert.ok('config' in changed);
  assert.deepEqual(changed.config.sampler, { trace_id_ratio_based: { ratio: 0.25 } });
  assert.equal(changed.config.LOG_LEVEL, 'warn');
  assert.equal(changed.config.sources.OTEL_TRACES_SAMPLER_ARG, 'OpAMP');
  assert.deepEqual(applyRemote(start, { variables: {} }), { config: { ...start } });
});

/** [environment, variables, what is wrong] */
const faults: [Record<string, string>, Record<string, string>, RegExp][] = [
  [{}, { FIRSTLIGHT_STARTED: '1' }, /^FIRSTLIGHT_STARTED is no variable$/],
  [{}, { toString: '1' }, /^toString is no variable$/],
  [{}, { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http,ftp' }, /^OTEL_NODE_DISABLED_INSTRUMENTATIONS expects .*"ftp"/],
  [{}, { OTEL_TRACES_SAMPLER: 'always_off', FIRSTLIGHT_TRACES_PER_SECOND: '1' }, /samples nothing that could be/],
  [{ OTEL_METRICS_EXPORTER: 'prometheus' }, { OTEL_METRICS_EXPORTER: 'none' }, /cannot leave out prometheus/],
  [{ OTEL_LOGS_EXPORTER: 'none' }, { OTEL_LOGS_EXPORTER: 'otlp' }, /can be none or less: otlp was off at the start/],
];

for (const [env, variables, expected] of faults)
  test(`a remote configuration with ${JSON.stringify(variables)} is refused, all of it`, () => {
    const result = applyRemote(load(env), { variables: { LOG_LEVEL: 'debug', ...variables } });
    assert.ok('faults' in result);
    assert.equal(result.faults.length, 1);
    assert.match(result.faults[0]!, expected);
  });

test('a certificate that the OpAMP server needs is no conflict with OTLP without TLS', () => {
  const cert = join(__dirname, '..', 'fixtures', 'frameworks', 'localhost-cert.pem');
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317', OTEL_EXPORTER_OTLP_CERTIFICATE: cert };
  assert.equal(load(env).conflicts.length, 1);
  assert.equal(load({ ...env, FIRSTLIGHT_OPAMP_ENDPOINT: 'http://opamp' }).conflicts.length, 1);
  assert.equal(load({ ...env, FIRSTLIGHT_OPAMP_ENDPOINT: 'https://opamp' }).conflicts.length, 0);
});
