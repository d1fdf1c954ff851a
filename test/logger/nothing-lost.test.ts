import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { finish, jsonLines, preload, run, start, type Line } from './child';

const LINES = 100_000;
const ROOM = { LOGGER_BYTES: '64000000', LOGGER_DRAIN_MS: '120000' };
const isPosix = process.platform !== 'win32';
const folder = mkdtempSync(join(tmpdir(), 'logger-lost-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const WRITE_ALL = `for (let i = 0; i < ${LINES}; i += 1) logger.info('a line', { i });`;
// What firstlight's lifecycle does for an app that handles no signals: drain, then die by it.
const SIGNALS =
  "for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => { output.drain(120000); " +
  'process.kill(process.pid, signal); });';

const endings: Readonly<Record<string, string>> = {
  'process.exit': 'process.exit(0);',
  'a throw': "throw new Error('x');",
  'a rejection': "Promise.reject(new Error('x'));",
  SIGTERM: "process.kill(process.pid, 'SIGTERM'); setInterval(() => 0, 1000);",
  SIGINT: "process.kill(process.pid, 'SIGINT'); setInterval(() => 0, 1000);",
};

const numbers = (lines: Line[]) => lines.map(({ i }) => i as number);
const everyNumber = Array.from({ length: LINES }, (_, i) => i);

/** An app whose stdout is a file. */
async function runToFile(app: string, env: Record<string, string> = ROOM): Promise<string> {
  const name = join(folder, `${Math.random()}.log`);
  const file = openSync(name, 'a');
  const child = spawn(process.execPath, ['--require', preload(), '--eval', app], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', file, 'ignore'],
  });
  closeSync(file);
  await once(child, 'close');
  return readFileSync(name, 'utf8');
}

/** A pipe as a shell makes it; Node's own are Unix sockets. */
function openPipe() {
  const name = join(folder, `${Math.random()}.pipe`);
  assert.equal(spawnSync('mkfifo', [name]).status, 0);
  const reading = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  return { reading: new Socket({ fd: reading, readable: true, writable: false }), writing: openSync(name, 'w') };
}

/** All that comes out of a pipe until its last writer is gone. */
async function readPipe(reading: Socket): Promise<string> {
  let text = '';
  reading.setEncoding('utf8');
  for await (const chunk of reading) text += chunk as string;
  return text;
}

for (const [name, ending] of Object.entries(endings)) {
  test(`nothing lost: ${LINES} lines, then ${name}, into a file`, async () => {
    assert.deepEqual(numbers(jsonLines(await runToFile(`${SIGNALS} ${WRITE_ALL} ${ending}`))), everyNumber);
  });

  test(`nothing lost: ${LINES} lines, then ${name}, into a pipe whose reader comes late`, async () => {
    const child = start({ app: `${SIGNALS} ${WRITE_ALL} process.stderr.write('written\\n'); ${ending}`, env: ROOM });
    const { out } = await finish(child, once(child.stderr!, 'data'));
    assert.deepEqual(numbers(out), everyNumber);
  });
}

test(`nothing lost: ${LINES} lines of a worker`, async () => {
  const worker =
    `require(${JSON.stringify('PRELOAD')}); for (let i = 0; i < ${LINES}; i += 1) logger.info('a ` + `line', { i });`;
  const app =
    `const { Worker } = require('node:worker_threads'); new ` +
    `Worker(${JSON.stringify(worker)}.replace('PRELOAD', ${JSON.stringify(preload())}), { eval: ` +
    `true, execArgv: [] });`;
  assert.deepEqual(numbers(jsonLines(await runToFile(app))), everyNumber);
});

test(
  'nothing blocked: with a reader that never reads, the loop turns between writes, memory is bounded, and ' +
    'the sum is right',
  async () => {
    // A turn that waited for the reader would never end: nothing is read before the app says that it is through.
    const app = `
    const padding = 'x'.repeat(1000); let i = 0;
    const turn = () => {
      for (let n = 0; n < 500; n += 1, i += 1) logger.info('a line', { i, padding });
      if (i < ${LINES}) return setImmediate(turn);
      process.stderr.write(JSON.stringify({ rss: process.memoryUsage().rss }) + '\\n');
    };
    turn();`;
    const child = start({ app, env: { LOGGER_BYTES: '4000000', LOGGER_DRAIN_MS: '60000' } });
    const { out, err, code } = await finish(child, once(child.stderr!, 'data'));
    const dropped = err
      .filter((line) => line['code'] === 'FL_LOG_DROPPED')
      .reduce((sum, line) => sum + (line['dropped'] as number), 0);
    assert.equal(code, 0);
    assert.ok(dropped > 0);
    assert.equal(out.length + dropped, LINES, 'written and dropped add up');
    assert.ok((err[0]!['rss'] as number) < 300_000_000, `100 MB of lines did not stay in memory: ${err[0]!['rss']}`);
  },
);

test(
  'nothing torn: several processes on one pipe, lines of up to 4,096 bytes',
  { skip: !isPosix && 'needs mkfifo' },
  async () => {
    const { reading, writing } = openPipe();
    const writers = ['a', 'b', 'c'];
    const app = (name: string) => `
    let i = 0;
    const turn = () => {
      for (let n = 0; n < 50; n += 1, i += 1) logger.info('a line', { writer: '${name}', i, padding: '${name}'.repeat((i * 37) % 3900) });
      if (i < 3000) setImmediate(turn);
    };
    turn();`;
    const ends = writers.map((name) => {
      const child = spawn(process.execPath, ['--require', preload(), '--eval', app(name)], {
        env: { PATH: process.env['PATH'], ...ROOM },
        stdio: ['ignore', writing, 'ignore'],
      });
      return once(child, 'close');
    });
    closeSync(writing);
    const text = await readPipe(reading);
    await Promise.all(ends);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    for (const name of writers)
      assert.deepEqual(
        numbers(lines.filter(({ writer }) => writer === name)),
        Array.from({ length: 3000 }, (_, i) => i),
      );
  },
);

test('nothing torn: lines above 4,096 bytes are whole with a single writer', async () => {
  const { out } = await run({
    app: "for (let i = 0; i < 300; i += 1) logger.info('long', { i, padding: 'é'.repeat(i * 100) });",
    env: ROOM,
  });
  assert.deepEqual(
    out.map(({ i, padding }) => [i, (padding as string).length]),
    Array.from({ length: 300 }, (_, i) => [i, i * 100]),
  );
});

test('nothing lost: a file that is rotated away takes the lines on', async () => {
  const [name, rotated] = [join(folder, 'rotating.log'), join(folder, 'rotated.log')];
  const file = openSync(name, 'a');
  const app =
    "logger.info('before'); process.stderr.write('ready\\n'); process.stdin.once('data', () => { " +
    "logger.info('after'); process.exit(0); });";
  const child = spawn(process.execPath, ['--require', preload(), '--eval', app], { stdio: ['pipe', file, 'pipe'] });
  closeSync(file);
  await once(child.stderr!, 'data');
  renameSync(name, rotated);
  child.stdin!.end('go');
  await once(child, 'close');
  assert.deepEqual(
    jsonLines(readFileSync(rotated, 'utf8')).map(({ message }) => message as string),
    ['before', 'after'],
  );
});
