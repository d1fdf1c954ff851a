// `firstlight dev` on a terminal: a pseudo-terminal, which script(1) of util-linux makes.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { until, within } from '../support';
import { temporaryFolder } from '../support/folder';
import { collectOutput } from '../support/output';
import { fixture, root } from './cli';

const SCRIPT = '/usr/bin/script';
const skip =
  process.platform !== 'linux' ? 'script(1) differs elsewhere' : !existsSync(SCRIPT) && `${SCRIPT} is missing`;
const FRAME = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /;
/** Back to the start of the line, and nothing of it left. */
const ERASE = '\r\u001b[2K';

/** Keeps the terminal's title, and gives it back. */
const [PUSH, POP] = ['\u001b[22;2t', '\u001b[23;2t'];
const title = (text: string): string => `\u001b]2;firstlight: ${text}\u0007`;
const withoutTitles = (text: string): string =>
  text
    .replaceAll(PUSH, '')
    .replaceAll(POP, '')
    .split('\u001b]2;')
    .map((part, index) => (index === 0 ? part : part.slice(part.indexOf('\u0007') + 1)))
    .join('');
/** Whether nothing in it moves the cursor, or is a frame of the line. */
const isPlain = (text: string): boolean => !text.includes('\u001b') && !FRAME.test(text);

/** What stays on the terminal: without lines of progress that were erased. */
const settled = (text: string): string => text.replaceAll(ERASE, '⌫').replace(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] [^\r\n⌫]*⌫/g, '');

const running = new Set<ChildProcess>();
after(() => {
  for (const child of running) child.kill('SIGKILL');
});

interface Terminal {
  text(): string;
  shows(what: string | RegExp): Promise<void>;
  key(key: string): void;
  ended(): Promise<number>;
}

/** Runs `firstlight dev` with these arguments of a shell on a terminal of 80 columns. */
function onTerminal(args: string, more: { cwd?: string; env?: Record<string, string> } = {}): Terminal {
  const command =
    `stty cols 80; exec "${process.execPath}" "${join(root, 'dist', 'bin', 'firstlight.js')}" ` +
    `dev --grpc-port=0 --http-port=0 ${args}`;
  const child = spawn(SCRIPT, ['-qec', command, '/dev/null'], {
    cwd: more.cwd ?? root,
    stdio: 'pipe',
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      SHELL: '/bin/sh',
      TERM: 'xterm',
      NO_COLOR: '1',
      OTEL_METRICS_EXPORTER: 'none',
      ...more.env,
    },
  });
  running.add(child);
  const output = collectOutput(child.stdout);
  const end = new Promise<number>((resolve) =>
    child.on('close', (code) => {
      running.delete(child);
      resolve(code!);
    }),
  );
  return {
    text: output.text,
    shows: (what) =>
      until(
        () => (typeof what === 'string' ? output.text().includes(what) : what.test(output.text())),
        `the terminal shows ${what}`,
        output.text,
      ),
    key: (key) => child.stdin.write(key),
    ended: () => within(end, 'firstlight ends', output.text),
  };
}

const CTRL_C = '\u0003';

test('several commands: the line says what has come, and is gone before any line and any trace', { skip }, async () => {
  const terminal = onTerminal(`--run shop='node ${fixture('shop.mjs')}'`);
  await terminal.shows(`waiting for telemetry${ERASE}`);
  await terminal.shows(/listening \d+/);
  assert.equal((await fetch(`http://127.0.0.1:${/listening (\d+)/.exec(terminal.text())![1]}/order/tea`)).status, 201);
  await terminal.shows(`3 spans · 5 log lines · 0 metrics${ERASE}`);
  terminal.key(CTRL_C);
  // The app's own end by SIGINT.
  assert.equal(await terminal.ended(), 130, terminal.text());
  const rest = settled(terminal.text());
  assert.doesNotMatch(rest, FRAME);
  const lines = rest.split('\r\n');
  assert.ok(
    lines.some((line) => /^shop │ .*looking for tea/.test(line)),
    rest,
  );
  assert.ok(
    lines.some((line) => /^GET \/order\/tea · trace [0-9a-f]{32} · /.test(line)),
    rest,
  );
});

test("one command: the title says what has come, the screen is the command's alone", { skip }, async () => {
  const terminal = onTerminal(`node ${fixture('shop.mjs')}`);
  await terminal.shows(PUSH + title('waiting for telemetry'));
  await terminal.shows(/listening \d+/);
  assert.equal((await fetch(`http://127.0.0.1:${/listening (\d+)/.exec(terminal.text())![1]}/order/tea`)).status, 201);
  await terminal.shows(title('3 spans · 5 log lines · 0 metrics'));
  terminal.key(CTRL_C);
  assert.equal(await terminal.ended(), 130, terminal.text());
  assert.equal(terminal.text().split(PUSH).length, 2);
  assert.equal(terminal.text().split(POP).length, 2);
  assert.ok(!terminal.text().split(POP)[1]!.includes('\u001b'), 'no title after the old one is back');
  assert.ok(isPlain(withoutTitles(terminal.text())), terminal.text());
});

const SILENT = [
  { title: '--quiet', args: '--quiet' },
  { title: '--json', args: '--json' },
  { title: 'TERM=dumb', args: '', env: { TERM: 'dumb' } },
  { title: 'stderr is no terminal', args: '', redirection: '2>/dev/null' },
];
for (const { title, args, env, redirection = '' } of SILENT)
  test(`${title}: neither line nor title`, { skip }, async () => {
    const several = onTerminal(`${args} --run app='node ${fixture('self-request.mjs')}; sleep 0.5' ${redirection}`, {
      env,
    });
    const one = onTerminal(`${args} sh -c 'node ${fixture('self-request.mjs')}; sleep 0.5' ${redirection}`, { env });
    for (const terminal of [several, one]) {
      assert.equal(await terminal.ended(), 0, terminal.text());
      assert.ok(isPlain(terminal.text()), terminal.text());
    }
  });

test('the console of Linux has no title', { skip }, async () => {
  const terminal = onTerminal(`node ${fixture('self-request.mjs')}`, { env: { TERM: 'linux' } });
  assert.equal(await terminal.ended(), 0, terminal.text());
  assert.ok(isPlain(terminal.text()), terminal.text());
});

test('one command has the screen for itself, until it has ended and a change is waited for', { skip }, async () => {
  const app = (text: string): string =>
    `process.stdout.write('${text}'); setTimeout(() => process.stdout.write(' whole\\n'), 500);`;
  const cwd = temporaryFolder({ 'app.cjs': app('first') });
  const terminal = onTerminal('--watch node app.cjs', { cwd, env: { OTEL_ENABLED: 'false' } });
  await terminal.shows(`⠋ waiting for a change${ERASE}`);
  writeFileSync(join(cwd, 'app.cjs'), app('second'));
  await terminal.shows('second whole');
  assert.match(
    settled(terminal.text()),
    /\nfirst whole\r\nfirstlight: the app ended with code 0; waiting for a change\r\nfirstlight: app\.cjs changed: starting again\r\n[^]*second whole\r\n/,
  );
  terminal.key(CTRL_C);
  await terminal.ended();
  assert.doesNotMatch(settled(terminal.text()), FRAME);
});

test(
  'on a terminal log lines are for people, which is said once; a LOG_FORMAT of the user stays',
  { skip },
  async () => {
    const folder = temporaryFolder({ 'app.js': 'console.log("hello"); console.log("again")' });
    const people = onTerminal('node app.js', { cwd: folder });
    assert.equal(await people.ended(), 0);
    assert.equal(people.text().split('LOG_FORMAT=console').length, 2);
    assert.match(people.text(), /INFO +hello/);
    const machines = onTerminal('node app.js', { cwd: folder, env: { LOG_FORMAT: 'json' } });
    assert.equal(await machines.ended(), 0);
    assert.doesNotMatch(machines.text(), /LOG_FORMAT/);
    assert.match(machines.text(), /"message":"hello"/);
  },
);
