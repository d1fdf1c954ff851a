// SIGKILL of `firstlight dev` leaves no app behind, and an app that ended is not looked after.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../support/deadline';
import { startCli } from './cli';

const skip = process.platform === 'win32' && 'signals of POSIX';
const APP = `process.on('SIGTERM', () => process.exit()); setInterval(() => {}, 1000); console.log('pid ' + process.pid)`;
/** It takes no notice of SIGTERM. */
const STUBBORN = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('pid ' + process.pid)`;
const env = { OTEL_ENABLED: 'false', FIRSTLIGHT_CAPTURE: 'none', FIRSTLIGHT_STARTED: '1' };
const PORTS = ['--grpc-port=0', '--http-port=0', '--quiet'];

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const pidOf = (line: string): number => Number(/pid (\d+)/.exec(line)![1]);

for (const [name, app] of [
  ['an app', APP],
  ['one that ignores SIGTERM', STUBBORN],
] as const)
  test(`SIGKILL of dev ends ${name}`, { skip }, async () => {
    const cli = startCli(['dev', ...PORTS, '--', process.execPath, '-e', app], { env });
    const pid = pidOf(await cli.line((line) => line.startsWith('pid ')));
    cli.child.kill('SIGKILL');
    await until(() => Promise.resolve(!isRunning(pid)), 'the end of the app');
  });

test('SIGKILL of dev ends all of several apps, and what their shells started', { skip }, async () => {
  const command = `${process.execPath} -e "${APP.replaceAll('"', '')}"; true`;
  const cli = startCli(['dev', ...PORTS, '--run', `a=${command}`, '--run', `b=${command}`], { env });
  const pids = [
    pidOf(await cli.line((line) => /^a \S+ pid /.test(line))),
    pidOf(await cli.line((line) => /^b \S+ pid /.test(line))),
  ];
  cli.child.kill('SIGKILL');
  await until(() => Promise.resolve(!pids.some(isRunning)), 'the end of the apps');
  assert.equal(pids.length, 2);
});
