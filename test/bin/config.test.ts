// The configuration as the preload would see it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/folder';
import { runCli } from './cli';

const CASES: {
  name: string;
  args?: string[];
  env?: Record<string, string>;
  code?: number;
  stdout: RegExp;
  not?: RegExp;
}[] = [
  {
    name: 'every variable with value and source',
    stdout:
      /OTEL_ENABLED +true +default\n[^]*LOG_FORMAT +json +default\n[^]*FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS +3000 +default\n/,
    not: /To look at|FIRSTLIGHT_STARTED/,
  },
  {
    name: 'a value of the environment',
    args: ['--set'],
    env: { LOG_LEVEL: 'DEBUG' },
    stdout: /^logging\n {2}LOG_LEVEL +debug +environment\n$/,
  },
  { name: 'nothing is set', args: ['--set'], stdout: /^Nothing is set: every variable has its default\.\n$/ },
  {
    name: 'a secret',
    env: { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=hunter2' },
    stdout: /OTEL_EXPORTER_OTLP_HEADERS +\[redacted\]/,
    not: /hunter2/,
  },
  {
    name: 'a secret, in JSON',
    args: ['--json'],
    env: { OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=hunter2' },
    stdout: /"\[redacted\]"/,
    not: /hunter2/,
  },
  {
    name: 'a bad value',
    env: { LOG_FORMAT: 'xml' },
    stdout: /\nTo look at\n {2}LOG_FORMAT: expected [^\n]*, received xml; used instead: json\n$/,
  },
  {
    name: 'a bad value under FIRSTLIGHT_STRICT',
    env: { LOG_FORMAT: 'xml', FIRSTLIGHT_STRICT: '1' },
    code: 78,
    stdout: /LOG_FORMAT: expected/,
  },
  {
    name: 'an unknown variable',
    env: { OTEL_SERVICENAME: 'x' },
    stdout: /OTEL_SERVICENAME: unknown, did you mean OTEL_SERVICE_NAME\?\n$/,
  },
  {
    name: 'as a file',
    args: ['--yaml'],
    env: { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=hunter2', LOG_LEVEL: 'warn' },
    stdout:
      /^file_format: "1\.1"\ndisabled: false\n[^]*headers_list: \$\{OTEL_EXPORTER_OTLP_HEADERS\}\n[^]*js:\n {4}firstlight:\n {6}log_level: warn\n$/,
    not: /hunter2/,
  },
];

for (const { name, args = [], env, code = 0, stdout, not } of CASES) {
  test(name, async () => {
    const result = await runCli(['config', ...args], { env, cwd: temporaryFolder() });
    assert.match(result.stdout, stdout);
    if (not) assert.doesNotMatch(result.stdout, not);
    assert.deepEqual([result.code, result.stderr], [code, '']);
  });
}

test('--json is one document with variables and findings', async () => {
  const { stdout } = await runCli(['config', '--json'], { env: { LOG_FORMAT: 'xml', OTEL_SERVICENAME: 'x' } });
  const { variables, problems, conflicts, suggestions } = JSON.parse(stdout) as Record<
    string,
    { variable: string; source: string }[]
  >;
  assert.equal(variables!.find(({ variable }) => variable === 'OTEL_TRACES_SAMPLER')!.source, 'default');
  assert.deepEqual(
    [problems!.length, conflicts!.length, suggestions!.map(({ variable }) => variable)],
    [1, 0, ['OTEL_SERVICENAME']],
  );
});

test('the service name is looked for beside the given main file', async () => {
  const folder = temporaryFolder({ 'package.json': { name: 'shop' }, 'app.js': '' });
  const { stdout } = await runCli(['config', join(folder, 'app.js'), '--json'], { cwd: temporaryFolder() });
  const { variables } = JSON.parse(stdout) as { variables: Record<string, string>[] };
  assert.deepEqual(
    variables.filter(({ variable }) => variable === 'OTEL_SERVICE_NAME').map(({ value, source }) => [value, source]),
    [['shop', join(folder, 'package.json')]],
  );
});

test('--yaml is a file that says the same, and what is wrong goes to stderr', async () => {
  const folder = temporaryFolder();
  const env = { OTEL_BSP_SCHEDULE_DELAY: '70', LOG_FORMAT: 'xml', FIRSTLIGHT_CAPTURE: 'all' };
  const { stdout, stderr } = await runCli(['config', '--yaml'], { env, cwd: folder });
  assert.match(stderr, /LOG_FORMAT: expected one of json, console/);
  writeFileSync(join(folder, 'otel.yaml'), stdout);
  const again = await runCli(['config', '--set'], { env: { OTEL_CONFIG_FILE: 'otel.yaml' }, cwd: folder });
  assert.match(again.stdout, /OTEL_BSP_SCHEDULE_DELAY +70 +otel\.yaml:\d+:\d+\n/);
  assert.match(again.stdout, /FIRSTLIGHT_CAPTURE +all +otel\.yaml:\d+:\d+\n/);
  assert.doesNotMatch(again.stdout, /To look at/);
});

test('--yaml stands alone', async () => {
  const { code, stderr } = await runCli(['config', '--yaml', '--json']);
  assert.equal(code, 64);
  assert.match(stderr, /expected --yaml alone/);
});
