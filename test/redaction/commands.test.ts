// Secrets planted in what the commands read: variables, a package file, a command line. They print none of them.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli } from '../bin/cli';
import { temporaryFolder } from '../support/folder';

const secret = (place: string): string => `hush-${place}-5ecret`;
const PLANTED = /hush-[a-z-]+-5ecret/g;

const VARIABLES = {
  OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${secret('headers')}`,
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: `x-key=${secret('traces-headers')}`,
  OTEL_EXPORTER_OTLP_METRICS_HEADERS: secret('bad-headers'),
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://user:${secret('endpoint')}@127.0.0.1:9/?token=${secret('endpoint-query')}`,
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `ftp://user:${secret('bad-endpoint')}@127.0.0.1`,
  OTEL_EXPORTER_OTLP_PROTOCOL: `http://u:${secret('bad-protocol')}@host`,
  OTEL_RESOURCE_ATTRIBUTES: `api.token=${secret('resource')},deployment.environment.name=test`,
  OTEL_SERVICE_NAME: `postgres://u:${secret('service')}@host/db`,
  FIRSTLIGHT_TOKEN: secret('unknown-variable'),
  HTTPS_PROXY: `http://proxy:${secret('proxy')}@127.0.0.1:9`,
  HTTP_PROXY: `http://proxy:${secret('proxy')}@127.0.0.1:9`,
  DATABASE_URL: `postgres://u:${secret('database')}@127.0.0.1/db`,
  AWS_SECRET_ACCESS_KEY: secret('aws'),
};
const COMMAND = ['node', 'app.js', `--api-key=${secret('argument')}`, '--password', secret('argument-after')];

/** An app that says a secret itself: its output is its own affair, and not shown. */
function createApp(): string {
  const folder = temporaryFolder();
  const start = `API_TOKEN=${secret('script')} node --import firstlight/register app.js --api-key=${secret('script')}`;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'app', scripts: { start } }));
  writeFileSync(join(folder, 'app.js'), `console.log('token=${secret('app')}');`);
  return folder;
}

for (const args of [
  ['config'],
  ['config', '--set'],
  ['config', '--json'],
  ['doctor'],
  ['doctor', '--json'],
  ['doctor', '--seconds', '1', '--', ...COMMAND],
  ['doctor', '--seconds', '1', '--json', '--', ...COMMAND],
]) {
  const name = args.join(' ').replace(PLANTED, '…');
  test(`firstlight ${name} prints no secret that it has read`, async () => {
    const { stdout, stderr } = await runCli(args, { env: VARIABLES, cwd: createApp() });
    assert.match(stdout, /OTEL_RESOURCE_ATTRIBUTES/, 'it has read them');
    assert.deepEqual([...new Set((stdout + stderr).match(PLANTED))], []);
  });
}
