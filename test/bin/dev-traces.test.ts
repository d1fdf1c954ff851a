// The traces of an app under `firstlight dev`, beside its log lines.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/folder';
import { jsonLines } from '../support/output';
import { fixture, root, runCli } from './cli';

const PORTS = ['--grpc-port=0', '--http-port=0'];
const env = { OTEL_SERVICE_NAME: 'shop', OTEL_METRICS_EXPORTER: 'none' };
const BOLD = '\u001b[1m';
const app = fixture('self-request.mjs');
const TREE =
  /GET \/inner · trace [0-9a-f]{32} · [^\n]* · 2 spans · 2 errors\nGET +client +shop +[\d.]+ m?s +503 → 127\.0\.0\.1:\d+\/inner +✖ error\n└─ GET +server +shop +[\d.]+ m?s +503 \/inner +✖ error\n/;

test("the tree is on stderr, the app's own lines are on stdout as they are without it", async () => {
  const { code, stdout, stderr } = await runCli(['dev', ...PORTS, 'node', app], { env });
  assert.equal(code, 0, stderr);
  assert.match(stderr, TREE);
  assert.ok(!stderr.includes('secret') && !stderr.includes(BOLD), stderr);
  assert.ok(stdout.split('\n').includes('raw line'), stdout);
  assert.deepEqual(
    jsonLines(stdout).map(({ message }) => message as string),
    ['request started', 'request completed'],
  );
  assert.equal(jsonLines(stdout)[0]!.trace_id, /trace ([0-9a-f]{32})/.exec(stderr)![1]);
});

test('FORCE_COLOR colours the tree, and wins over NO_COLOR as in Node.js', async () => {
  for (const noColor of ['', '1']) {
    const { stderr } = await runCli(['dev', '--quiet', ...PORTS, app], {
      env: { ...env, FORCE_COLOR: '1', NO_COLOR: noColor },
    });
    assert.ok(stderr.includes(`${BOLD}GET`), stderr);
  }
  assert.match(
    (await runCli(['dev', '--quiet', ...PORTS, app], { env: { ...env, FORCE_COLOR: '0', NO_COLOR: '' } })).stderr,
    TREE,
  );
});

test('--json prints one line a trace', async () => {
  const { stderr } = await runCli(['dev', '--json', '--quiet', ...PORTS, 'node', app], { env });
  const traces = jsonLines(stderr).filter((line) => 'spans' in line);
  assert.equal(traces.length, 1);
  assert.deepEqual([traces[0]!.complete, traces[0]!.spanCount, traces[0]!.services], [true, 2, ['shop']]);
});

test('--output appends traces to a file, without colours', async () => {
  const file = join(temporaryFolder({ 'traces.txt': 'before\n' }), 'traces.txt');
  const { stderr } = await runCli(['dev', '--output', file, ...PORTS, 'node', app], {
    env: { ...env, FORCE_COLOR: '1' },
  });
  assert.match(readFileSync(file, 'utf8'), /^before\n/);
  assert.match(readFileSync(file, 'utf8'), TREE);
  assert.doesNotMatch(stderr, TREE);
});

test('an app behind npm and a shell is traced, npm itself is not', async () => {
  const folder = temporaryFolder({ 'package.json': { name: 'behind-npm', scripts: { start: `node ${app}` } } });
  const { code, stderr } = await runCli(['dev', '--json', ...PORTS, 'npm', 'start', '--silent'], {
    cwd: folder,
    env: { OTEL_METRICS_EXPORTER: 'none', npm_config_update_notifier: 'false' },
  });
  assert.equal(code, 0, stderr);
  assert.equal(jsonLines(stderr).filter((line) => 'spans' in line).length, 1, stderr);
});

test('from a folder whose name has spaces, quotes and a percent sign', async () => {
  const folder = join(temporaryFolder(), 'my "own" 100% place', 'node_modules', 'firstlight');
  for (const part of ['package.json', 'register.js', 'dist'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  const { code, stderr } = await runCli(['dev', '--quiet', ...PORTS, 'node', app], {
    env,
    file: join(folder, 'dist', 'bin', 'firstlight.js'),
  });
  assert.equal(code, 0, stderr);
  assert.match(stderr, TREE);
});
