import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { loadConfig, type Config } from '../../lib/config';

const load = (env: NodeJS.ProcessEnv): Config => loadConfig(env, { cwd: '/', ownRoot: '/nowhere' });
const pem = (name: string) => join(__dirname, '..', 'fixtures', 'frameworks', `localhost-${name}.pem`);
const folder = mkdtempSync(join(tmpdir(), 'firstlight-'));
/** A copy of a PEM file, changed. */
function changed(name: string, change: (text: string) => string): string {
  const file = join(folder, `${name}-${change.name}.pem`);
  writeFileSync(file, change(readFileSync(pem(name), 'utf8')));
  return file;
}
const damaged = (text: string) => text.replace(/\n[^-]+\n/, '\nAAAA\n');
const cutOff = (text: string) => text.slice(0, text.length / 2);
const emptied = () => '';
const encrypted = () => '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n';
const [CERTIFICATE, KEY] = ['OTEL_EXPORTER_OTLP_CERTIFICATE', 'OTEL_EXPORTER_OTLP_CLIENT_KEY'] as const;

for (const [variable, name] of [
  [CERTIFICATE, 'cert'],
  [KEY, 'key'],
] as const)
  test(`${variable}: a path is relative to the folder of the start`, () => {
    const config = load({ [variable]: relative('.', pem(name)) });
    assert.deepEqual(config.problems, []);
    assert.equal(config[variable], pem(name));
  });

const FAULTS: [variable: string, file: string, expected: RegExp][] = [
  [CERTIFICATE, '/no/such/file.pem', /a file that can be read \(ENOENT\)/],
  [CERTIFICATE, __dirname, /this is no file/],
  [CERTIFICATE, join(__dirname, 'otlp.test.ts'), /a certificate, but it has none/],
  [CERTIFICATE, pem('key'), /but it has a private key only/],
  [CERTIFICATE, changed('cert', damaged), /certificate 1 cannot be parsed/],
  [CERTIFICATE, changed('cert', cutOff), /it is cut off/],
  [CERTIFICATE, changed('cert', emptied), /it is empty/],
  [KEY, pem('cert'), /but it has a certificate only/],
  [KEY, changed('key', damaged), /it cannot be parsed/],
  [KEY, changed('key', encrypted), /encrypted with a passphrase/],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=k,Upgrade=h2c,te=x', /without Upgrade and te, which HTTP\/2 does not allow/],
];

for (const [variable, text, expected] of FAULTS)
  test(`${variable} is a problem: ${expected.source}`, () => {
    const [problem] = load({ [variable]: text }).problems;
    assert.match(problem!.expected, expected);
    assert.equal(problem!.received, variable === CERTIFICATE ? text : '[redacted]');
  });

test('headers that can be sent are, beside those that cannot', () => {
  const { otlp } = load({ OTEL_EXPORTER_OTLP_HEADERS: 'api-key=k,connection=close' });
  assert.deepEqual(otlp.traces.headers, { 'api-key': 'k' });
});
