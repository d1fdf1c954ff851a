// The app under `firstlight dev` is the app: its output, input, arguments, exit code and signals are its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { within } from '../support/deadline';
import { temporaryFolder } from '../support/folder';
import { collectOutput } from '../support/output';
import { type CliOptions, fixture, runCli, startCli } from './cli';

const DEV = ['dev', '--quiet', '--grpc-port=0', '--http-port=0'];
/** The start line of the preload goes to stderr; telemetry off keeps these runs short. */
const QUIET = { OTEL_ENABLED: 'false', FIRSTLIGHT_STARTED: '1' };

interface Case {
  name: string;
  command: string[];
  options?: CliOptions;
  code?: number | null;
  signal?: NodeJS.Signals;
  stdout?: string | RegExp;
  stderr?: RegExp;
}

const folder = temporaryFolder({
  'plain.txt': 'no program',
  'pre load.cjs': 'process.stdout.write("preloaded ")',
  'app.js': 'process.stdout.write("ran")',
});
chmodSync(join(folder, 'plain.txt'), 0o644);

const CASES: Case[] = [
  { name: 'exit code 0', command: ['node', '-e', '0'] },
  { name: 'exit code 7', command: ['node', '-e', 'process.exit(7)'], code: 7 },
  { name: 'an uncaught error', command: ['node', '-e', 'throw new Error("x")'], code: 1 },
  {
    name: 'a command of another kind',
    command: ['sh', '-c', 'echo out; echo err >&2; exit 3'],
    code: 3,
    stdout: 'out\n',
    stderr: /^err\n$/,
  },
  { name: 'a death by SIGTERM', command: ['sh', '-c', 'kill -TERM $$'], code: null, signal: 'SIGTERM' },
  { name: 'a death by SIGKILL', command: ['sh', '-c', 'kill -KILL $$'], code: null, signal: 'SIGKILL' },
  {
    name: 'a death by SIGUSR1, which Node.js takes for itself elsewhere',
    command: ['sh', '-c', 'kill -USR1 $$'],
    code: null,
    signal: 'SIGUSR1',
  },
  {
    name: 'a command that does not exist',
    command: ['no-such-command-here'],
    code: 127,
    stderr: /^firstlight: cannot run "no-such-command-here": no such command\n$/,
  },
  {
    name: 'a file that cannot be executed',
    command: [join(folder, 'plain.txt')],
    code: 126,
    stderr: /^firstlight: cannot run .*EACCES/,
  },
  { name: 'a JavaScript file by itself', command: ['app.js'], options: { cwd: folder }, stdout: 'ran' },
  { name: 'stdin', command: [fixture('echo.cjs')], options: { stdin: 'hello\nworld' }, stdout: /\nhello\nworld$/ },
  {
    name: 'flags of Node.js and arguments of the app',
    command: ['--', 'node', '--max-old-space-size=77', fixture('echo.cjs'), '--json', '--', '-x', ''],
    stdout: /"execArgv":\["--max-old-space-size=77"\],"argv":\["--json","--","-x",""\]/,
  },
  { name: '--help of the app', command: [fixture('echo.cjs'), '--help'], stdout: /"argv":\["--help"\]/ },
  {
    name: 'NODE_OPTIONS of the user, spaces and quotes included',
    command: ['node', 'app.js'],
    options: { cwd: folder, env: { NODE_OPTIONS: `--require "${join(folder, 'pre load.cjs')}"` } },
    // In the process of the command itself, and in the app's; not once more in a thread of ours.
    stdout: 'preloaded preloaded ran',
  },
  {
    name: 'NODE_OPTIONS that name the preload already',
    command: [fixture('echo.cjs')],
    options: { env: { NODE_OPTIONS: `--import=file://${join(__dirname, '..', '..', 'register.js')}` } },
    stdout: /"options":"--import=[^ ]*register\.js"/,
  },
  {
    name: 'an endpoint of the user is set aside, with its secrets',
    command: [fixture('echo.cjs')],
    options: { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://elsewhere', OTEL_EXPORTER_OTLP_HEADERS: 'a=hunter2' } },
    stdout: /"endpoint":"http:\/\/127\.0\.0\.1:\d+"\}\n$/,
  },
];

for (const { name, command, options, code = 0, signal = null, stdout = '', stderr } of CASES) {
  test(name, { skip: process.platform === 'win32' && 'POSIX shells and signals' }, async () => {
    const result = await runCli([...DEV, ...command], { ...options, env: { ...QUIET, ...options?.env } });
    if (typeof stdout === 'string') assert.equal(result.stdout, stdout);
    else assert.match(result.stdout, stdout);
    if (stderr) assert.match(result.stderr, stderr);
    assert.deepEqual([result.code, result.signal], [code, signal], result.stderr);
  });
}

const SIGNALS: { signal: NodeJS.Signals; exits?: string }[] = [
  ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const).map((signal) => ({ signal, exits: '9' })),
  ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const).map((signal) => ({ signal })),
];

for (const { signal, exits } of SIGNALS) {
  test(
    `${signal} reaches an app that ${exits ? 'handles it' : 'does not'}`,
    { skip: process.platform === 'win32' && 'POSIX signals' },
    async () => {
      const cli = startCli([...DEV, 'node', fixture('signals.cjs'), ...(exits ? [exits] : [])], { env: QUIET });
      await cli.line((line) => line === 'ready');
      cli.child.kill(signal);
      const result = await cli.ended();
      assert.deepEqual([result.code, result.signal], exits ? [Number(exits), null] : [null, signal], result.stderr);
      assert.equal(result.stdout, exits ? `ready\n${signal}\n` : 'ready\n');
    },
  );
}

test('without --quiet it says where it receives, what it set aside (never its value), and that nothing came', async () => {
  const { stderr } = await runCli(['dev', '--grpc-port=0', '--http-port=0', 'node', '-e', '0'], {
    env: { ...QUIET, OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'a=hunter2', OTEL_EXPORTER_ENDPOINT: 'http://x' },
  });
  assert.match(
    stderr,
    /^firstlight: http:\/\/127\.0\.0\.1:\d+\/ shows traces, logs and metrics\nfirstlight: receiving OTLP on http:\/\/127\.0\.0\.1:\d+ \(gRPC\) and http:\/\/127\.0\.0\.1:\d+ \(HTTP\); traces appear here as they finish\n/,
  );
  assert.match(
    stderr,
    /\nfirstlight: set aside for this run[^\n]*: OTEL_EXPORTER_OTLP_TRACES_HEADERS, OTEL_EXPORTER_ENDPOINT\n/,
  );
  assert.match(stderr, /\nfirstlight: no trace arrived/);
  assert.doesNotMatch(stderr, /hunter2/);
});

test(
  'ctrl-c on a terminal reaches the app once',
  { skip: process.platform !== 'linux' && 'needs script of util-linux' },
  async () => {
    const command = [
      process.execPath,
      join(__dirname, '..', '..', 'dist', 'bin', 'firstlight.js'),
      ...DEV,
      'node',
      fixture('signals.cjs'),
      '9',
    ];
    // A shell that stays in between, as dash does, would get the signal too and end with a code of its own.
    const terminal = spawn(
      'script',
      ['--quiet', '--return', '--command', `exec ${command.map((word) => `'${word}'`).join(' ')}`, '/dev/null'],
      { env: { ...process.env, ...QUIET } },
    );
    const output = collectOutput(terminal.stdout);
    await within(
      output.waitFor((line) => line.includes('ready')),
      'the app is ready',
      output.text,
    );
    terminal.stdin.write('\u0003');
    const [code] = (await within(once(terminal, 'close'), 'the terminal closes', output.text)) as [number];
    assert.deepEqual(output.text().match(/SIG[A-Z]+/g), ['SIGINT']);
    assert.equal(code, 9);
  },
);

test(
  'as PID 1, where a signal to oneself does nothing, the exit code is 128 and the signal',
  { skip: process.getuid?.() !== 0 && 'needs root for a PID namespace' },
  async (t) => {
    const command = [
      process.execPath,
      join(__dirname, '..', '..', 'dist', 'bin', 'firstlight.js'),
      ...DEV,
      'sh',
      '-c',
      'kill -TERM $$',
    ];
    const child = spawn('unshare', ['--pid', '--fork', '--mount-proc', '--kill-child', ...command], {
      env: { ...process.env, ...QUIET },
    });
    const output = collectOutput(child.stderr);
    const [code, signal] = (await within(once(child, 'close'), 'the namespace ends', output.text)) as [
      number | null,
      string | null,
    ];
    if (/unshare/.test(output.text())) return t.skip(output.text());
    assert.deepEqual([code, signal], [143, null]);
  },
);
