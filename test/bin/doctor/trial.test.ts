// The trial run: real apps, with the doctor as their collector.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FindingId } from '../../../bin/doctor/table';
import { fixtures, onEachRuntime, preloadFile } from '../../support';
import { fixture, root, startCli } from '../cli';
import { diagnose, only } from './diagnose';

/** Nothing is sent to an endpoint by the doctor itself: 127.0.0.1:9 refuses at once. */
const NOWHERE = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
const app = fixture('trial.cjs');
const neighbour = (name: string): string => join(fixtures, 'neighbours', name);
const FOREVER = ['--seconds', '60'];
const SHORT = ['--seconds', '2'];
const trial = (command: string[], options = FOREVER, env: Record<string, string> = {}) =>
  diagnose([...options, '--', ...command], { ...NOWHERE, ...env }, root);

const cases: {
  id: FindingId;
  name: string;
  command: string[];
  options?: string[];
  env?: Record<string, string>;
  detail?: RegExp;
}[] = [
  {
    id: 'trial-logged',
    name: 'lines and records',
    command: ['node', app, 'one request'],
    detail: /^3 lines, 3 log records received$/,
  },
  {
    id: 'trial-measured',
    name: 'the metrics by name',
    command: ['node', app, 'one request'],
    detail: /http\.server\.request\.duration/,
  },
  { id: 'trial-untraced', name: 'a server without requests', command: ['node', app, 'serve'], options: SHORT },
  { id: 'trial-not-started', name: 'no Node.js', command: ['true'] },
  { id: 'trial-not-run', name: 'no such command', command: ['no-such-command-at-all'], detail: /^no such command$/ },
  {
    id: 'trial-failed',
    name: 'an exit code',
    command: ['node', app, 'fail'],
    detail: /^exit code 3:\n[^]*these are my last words$/,
  },
  {
    id: 'trial-failed',
    name: 'a signal',
    command: ['node', app, 'killed after a request'],
    detail: /^killed by SIGKILL/,
  },
  {
    id: 'trial-killed',
    name: 'SIGTERM is ignored',
    command: ['node', app, 'ignore SIGTERM'],
    options: [...SHORT, '--grace', '300'],
  },
  {
    id: 'trial-unanswered',
    name: 'nobody at the URL',
    command: ['node', app, 'serve'],
    options: [...SHORT, '--url', 'http://127.0.0.1:9/'],
  },
  {
    id: 'trial-dropped',
    name: 'a queue that is too short',
    command: ['node', app, 'many spans'],
    env: { FIRSTLIGHT_MAX_QUEUE_BYTES: '20000' },
  },
  {
    id: 'trial-lost',
    name: 'killed before anything was sent',
    command: ['node', app, 'killed after a request'],
    env: { OTEL_BSP_SCHEDULE_DELAY: '60000' },
    detail: /^\d+ spans$/,
  },
  {
    id: 'trial-said',
    name: 'a line of firstlight',
    command: ['node', app, 'one request'],
    // An address that no machine has.
    env: { OTEL_METRICS_EXPORTER: 'otlp,prometheus', OTEL_EXPORTER_PROMETHEUS_HOST: '203.0.113.1' },
    detail: /^FL_PROMETHEUS_UNAVAILABLE: /,
  },
  {
    id: 'modules-earlier',
    name: 'a preload before firstlight',
    command: ['node', '--require', neighbour('early.cjs'), '--require', preloadFile, app, 'one request'],
    detail: /express, pg/,
  },
  {
    id: 'second-sdk',
    name: 'started before firstlight',
    command: ['node', '--require', neighbour('sdk.cjs'), '--require', preloadFile, app, 'one request'],
    detail: /keeps traces and metrics/,
  },
  {
    id: 'preload-twice',
    name: 'two copies in the app',
    command: ['node', '--require', preloadFile, '--import', preloadFile, app, 'one request'],
  },
];

for (const { id, name, command, options, env, detail } of cases) {
  test(`${id}: ${name}`, async () => {
    const diagnosis = await trial(command, options, env);
    const mine = diagnosis.findings.filter(
      (finding) => finding.id === id && (detail === undefined || detail.test(finding.detail ?? '')),
    );
    assert.ok(mine.length > 0, diagnosis.stdout);
  });
}

onEachRuntime(({ binary }) => {
  test('trial-traced, trial-complete: an app that serves one request and ends', async () => {
    const diagnosis = await trial([binary, app, 'one request']);
    only(diagnosis, 'trial-traced', /^2 spans in 1 traces \(undici 1, http 1\)|\(http 1, undici 1\)$/);
    only(diagnosis, 'trial-complete');
    assert.deepEqual(
      diagnosis.findings.filter(({ section, severity }) => section === 'Trial run' && severity !== 'fine'),
      [],
    );
  });
});

test('with --url a server has something to trace, and ends with its time', async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  const diagnosis = await trial(['node', app, 'serve'], ['--seconds', '5', '--url', `http://127.0.0.1:${port}/`], {
    PORT: String(port),
  });
  only(diagnosis, 'trial-traced', /http \d+/);
  only(diagnosis, 'trial-complete');
});

test(
  'ctrl-c ends the trial early, and the report comes nonetheless',
  { skip: process.platform === 'win32' && 'POSIX signals' },
  async () => {
    const cli = startCli(['doctor', '--seconds', '600', '--', 'node', app, 'serve'], {
      env: { ...NOWHERE, PORT: '0' },
    });
    await cli.line((line) => line.includes('for 600 s'));
    const interrupt = setInterval(() => cli.child.kill('SIGINT'), 500);
    const { stdout, code } = await cli.ended().finally(() => clearInterval(interrupt));
    assert.match(stdout, /\nTrial run\n/);
    assert.equal(code, 2);
  },
);

test('the app’s own output is not shown, and its log level and format do not hide what is looked for', async () => {
  const diagnosis = await trial(['node', app, 'one request'], FOREVER, {
    LOG_LEVEL: 'silent',
    LOG_FORMAT: 'console',
    FIRSTLIGHT_LOG_SCHEMA: 'ecs',
  });
  assert.doesNotMatch(diagnosis.stdout, /handling/);
  only(diagnosis, 'trial-complete');
});
