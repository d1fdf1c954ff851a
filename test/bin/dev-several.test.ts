// Several processes under one `firstlight dev`, restarts, and other ways to start an app.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/folder';
import { jsonLines } from '../support/output';
import { createStore } from '../../collector/store/store';
import { holdings, startProgress } from '../../bin/terminal/progress';
import { type Cli, fixture, root, runCli, startCli } from './cli';

const DEV = ['dev', '--grpc-port=0', '--http-port=0'];
const env = { OTEL_METRICS_EXPORTER: 'none' };
const QUIET = { OTEL_ENABLED: 'false', FIRSTLIGHT_STARTED: '1' };
const posix = { skip: process.platform === 'win32' && 'POSIX shells and signals' };

test('two commands: their lines and their traces have their names', posix, async () => {
  const command = `"${process.execPath}" "${fixture('self-request.mjs')}"`;
  const { code, stdout, stderr } = await runCli(
    [...DEV, '--json', `--run=web=${command}`, '--run', `worker=${command}`],
    { env },
  );
  assert.equal(code, 0, stderr);
  assert.ok(stdout.includes('web    │ raw line\n') && stdout.includes('worker │ raw line\n'), stdout);
  assert.deepEqual(
    jsonLines(stderr)
      .filter((line) => 'spans' in line)
      .map(({ services }) => services as string[])
      .sort(),
    [['web'], ['worker']],
  );
});

test('one that fails ends the others, and its code is the code', posix, async () => {
  const { code, stdout } = await runCli(
    [...DEV, '--quiet', '--run', `long=node ${fixture('signals.cjs')} 0`, '--run', 'short=sleep 0.5; echo bye; exit 7'],
    { env: QUIET },
  );
  assert.equal(code, 7);
  assert.match(stdout, /^short │ bye$/m);
});

test('a signal reaches all of them, and what they started', posix, async () => {
  const cli = startCli(
    [
      ...DEV,
      '--quiet',
      '--run',
      `a=sh -c 'node ${fixture('signals.cjs')} 0; true'`,
      '--run',
      `b=node ${fixture('signals.cjs')} 0`,
    ],
    { env: QUIET },
  );
  await Promise.all(['a', 'b'].map((name) => cli.line((line) => line === `${name} │ ready`)));
  cli.child.kill('SIGTERM');
  const { stdout } = await cli.ended();
  assert.deepEqual(stdout.match(/^\w │ SIGTERM$/gm)?.sort(), ['a │ SIGTERM', 'b │ SIGTERM']);
});

const WRONG = [
  { name: 'a command besides --run', args: ['--run', 'a=true', 'node', 'x.js'], stderr: /either --run or a command/ },
  { name: 'a name twice', args: ['--run', 'a=true', '--run', 'a=true'], stderr: /a name of its own/ },
  { name: 'no name', args: ['--run', 'node x.js'], stderr: /--run: expected a name and a command/ },
];

for (const { name, args, stderr } of WRONG) {
  test(`${name} is wrong usage`, async () => {
    const result = await runCli([...DEV, ...args]);
    assert.equal(result.code, 64);
    assert.match(result.stderr, stderr);
  });
}

async function change(cli: Cli, file: string, text: string): Promise<void> {
  writeFileSync(
    file,
    `process.stdout.write('${text}\\n'); process.on('SIGTERM', () => process.exit(5)); setInterval(() => {}, 1000);`,
  );
  await cli.line((line) => line === text);
}

test('--watch: a change starts the app again, also one that has ended; a signal ends it all', posix, async (t) => {
  const folder = temporaryFolder({
    'app.cjs': 'process.stdout.write("first\\n"); process.exit(3)',
    'node_modules/x/index.js': '',
  });
  const cli = startCli([...DEV, '--watch', 'node', 'app.cjs'], { cwd: folder, env: QUIET });
  t.after(() => cli.child.kill('SIGKILL'));
  await cli.line((line) => line === 'firstlight: the app ended with code 3; waiting for a change');
  writeFileSync(join(folder, 'node_modules', 'x', 'index.js'), 'changed');
  await change(cli, join(folder, 'app.cjs'), 'second');
  await change(cli, join(folder, 'app.cjs'), 'third');
  cli.child.kill('SIGTERM');
  const { code, stdout, stderr } = await cli.ended();
  assert.equal(code, 5, stderr);
  assert.deepEqual(
    stdout
      .trim()
      .split('\n')
      .filter((line, at, all) => line !== all[at - 1]),
    ['first', 'second', 'third'],
  );
  assert.match(stderr, /^firstlight: app\.cjs changed: starting again$/m);
  assert.doesNotMatch(stderr, /index\.js changed/);
});

test("node --watch stays Node's own, and the app within it is traced", posix, async () => {
  const cli = startCli([...DEV, '--json', 'node', '--watch', fixture('self-request.mjs')], { env });
  await cli.line((line) => line.includes('"spanCount":2'));
  cli.child.kill('SIGTERM');
  await cli.ended();
});

test('tsx: an app in TypeScript is traced', posix, async () => {
  const folder = temporaryFolder({
    'package.json': { name: 'typed', type: 'module' },
    'app.ts': `import http from 'node:http';
    const server: http.Server = http.createServer((_, response) => response.end()).listen(0, () => {
      http.get({ port: (server.address() as { port: number }).port }, (response) => response.resume().on('end', () => server.close()));
    });`,
  });
  const { code, stderr } = await runCli([...DEV, '--json', join(root, 'node_modules', '.bin', 'tsx'), 'app.ts'], {
    cwd: folder,
    env,
  });
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    jsonLines(stderr)
      .filter((line) => 'spans' in line)
      .map(({ services, spanCount }) => [services, spanCount]),
    [[['typed'], 2]],
  );
});

test('the line of progress counts, is never wrapped, goes out of the way, and is nothing but on a terminal', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const [store, shown] = [createStore(1e6), [] as string[]];
  let clear = (): void => {};
  const screen = {
    isThere: () => true,
    columns: () => 33,
    write: (text: string) => shown.push(text),
    beforeWrites: (before: () => void) => {
      clear = before;
      return () => {};
    },
  };
  const end = startProgress(() => holdings(store), screen);
  t.mock.timers.tick(120);
  store.add('logs', [
    {
      timeNs: 0n,
      severityText: '',
      severityNumber: 0,
      body: '',
      attributes: {},
      flags: 0,
      resource: {},
      scope: { name: '' },
    },
  ]);
  t.mock.timers.tick(120);
  clear();
  clear();
  t.mock.timers.tick(120);
  end();
  end();
  const erase = '\r\u001b[2K';
  assert.deepEqual(shown, [
    '⠋ waiting for telemetry',
    `${erase}⠙ 0 spans · 1 log lines · 0 metr`,
    erase,
    '⠹ 0 spans · 1 log lines · 0 metr',
    erase,
  ]);
  startProgress(() => '', { ...screen, isThere: () => false })();
  assert.equal(shown.length, 5);
});
