import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { finish, jsonLines, preload, run, start } from './child';

const LINES = 20_000;
const MIXED = 5_000;
const isLinux = process.platform === 'linux';

/** Lines in the order of their number `i`. */
const WRITE_ALL =
  `for (let i = 0; i < ${LINES}; i += 1) logger.info('a line of ordinary length', { i, ` +
  `padding: 'x'.repeat(80) });`;

const endings = {
  'the natural end': '',
  'process.exit': 'process.exit(4);',
  'a throw': "throw new Error('x');",
  'a rejection': "Promise.reject(new Error('x'));",
};

for (const [name, ending] of Object.entries(endings)) {
  test(`output: every line arrives, in order, before ${name}`, async () => {
    const { out } = await run({
      app: `${WRITE_ALL} ${ending}`,
      env: { LOGGER_BYTES: '16000000', LOGGER_DRAIN_MS: '60000' },
    });
    assert.deepEqual(
      out.map(({ i }) => i),
      Array.from({ length: LINES }, (_, i) => i),
    );
  });
}

test('output: a reader that is late at the natural end still gets every line, as from bare Node', async () => {
  const child = start({
    app: `${WRITE_ALL} process.stderr.write('written\\n')`,
    env: { LOGGER_BYTES: '16000000', LOGGER_DRAIN_MS: '1' },
  });
  const { out } = await finish(child, once(child.stderr!, 'data'));
  assert.equal(out.length, LINES);
});

for (const freeze of ['', 'Object.freeze(Error);']) {
  test(`output: a reader that is late changes nothing about the app’s errors${freeze && ', frozen as they are'}`, async () => {
    const app =
      `Error.stackTraceLimit = 3; ${freeze} ${WRITE_ALL} process.stderr.write(JSON.stringify({ ` +
      `limit: Error.stackTraceLimit }) + '\\n')`;
    const child = start({ app, env: { LOGGER_BYTES: '16000000', LOGGER_DRAIN_MS: '60000' } });
    const { out, err } = await finish(child, once(child.stderr!, 'data'));
    assert.deepEqual([out.length, err[0]?.['limit']], [LINES, 3]);
  });
}

test('output: a reader that stops costs no line above info, and what is dropped is reported', async () => {
  const app = `
    for (let i = 0; i < ${LINES}; i += 1) {
      logger.debug('detail'.repeat(20)); logger.info('info'.repeat(20));
      if (i % 100 === 0) logger.error('error');
      if (i % 100 === 50) logger.warn('warning');
    }
    process.stderr.write('written\\n');
    setInterval(() => 0, 1000).unref();`;
  const child = start({ app, env: { LOGGER_LEVEL: 'debug', LOGGER_BYTES: '300000' } });
  const { out, err, code } = await finish(child, once(child.stderr!, 'data'));
  const dropped = err.filter(({ code }) => code === 'FL_LOG_DROPPED').map(({ dropped }) => dropped as number);
  assert.equal(code, 0);
  assert.equal(
    out.length + dropped.reduce((sum, lines) => sum + lines, 0),
    2 * LINES + LINES / 50,
    'written and dropped add up',
  );
  assert.equal(out.filter(({ level }) => level === 'error').length, LINES / 100);
  assert.equal(out.filter(({ level }) => level === 'warn').length, LINES / 100);
  assert.equal(dropped.length, 1, 'one line tells');
  assert.equal(err[0]?.['stream'], 'stdout');
});

test('output: at process.exit a reader that never reads is given up after the deadline, and the loss is reported', async () => {
  const child = start({ app: `${WRITE_ALL} process.exit(0)`, env: { LOGGER_BYTES: '300000', LOGGER_DRAIN_MS: '50' } });
  const { out, err } = await finish(child, once(child.stderr!, 'data'));
  assert.equal(out.length + (err[0]?.['dropped'] as number), LINES);
});

test('output: the event loop goes on while the reader does not', async () => {
  const app = `${WRITE_ALL} setTimeout(() => { process.stderr.write('turned\\n'); }, 1)`;
  const child = start({ app, env: { LOGGER_BYTES: '300000' } });
  // Nothing is read from stdout before this arrives.
  assert.match(String((await once(child.stderr!, 'data'))[0]), /turned/);
  await finish(child);
});

test('output: lines before a long silence are not kept for after it', async () => {
  const app =
    "setTimeout(() => { for (let i = 0; i < 9; i += 1) logger.info('l' + i); }, 1); setInterval(() => 0, 1e9)";
  const child = start({ app });
  let seen = '';
  for await (const chunk of child.stdout!) {
    seen += String(chunk);
    if (seen.includes('"l8"')) break;
  }
  child.kill('SIGKILL');
  assert.equal(jsonLines(seen).length, 9);
});

test('output: lines of beforeExit do not bring another beforeExit', async () => {
  const { out, code } = await run({
    app:
      "process.on('beforeExit', () => { logger.info('one'); logger.info('two'); logger.info('three'); if " +
      '(++globalThis.count > 9) process.exit(9); }); globalThis.count = 0',
  });
  assert.deepEqual([code, out.length], [0, 3]);
});

test('output: lines of exit listeners arrive', async () => {
  const { out } = await run({
    app: `process.on('exit', () => { ${WRITE_ALL} })`,
    env: { LOGGER_BYTES: '16000000', LOGGER_DRAIN_MS: '60000' },
  });
  assert.equal(out.length, LINES);
});

test(
  'output: a line on stderr comes after those on stdout before it',
  { skip: process.platform === 'win32' && 'needs sh' },
  async () => {
    const app = "for (let i = 0; i < 9; i += 1) { logger.info('o' + i); console.error('e' + i); }";
    const child = spawn('sh', ['-c', `exec "${process.execPath}" --require "${preload()}" --eval "${app}" 2>&1`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { out } = await finish(child);
    assert.deepEqual(
      out.map(({ message }) => message as string),
      Array.from({ length: 9 }, (_, i) => [`o${i}`, `e${i}`]).flat(),
    );
  },
);

for (const [whose, line, end] of [
  ['firstlight’s own lines', "asOwn(() => logger.info('tick'))", 6],
  ['the app’s lines', "console.log('tick')", 1],
] as const) {
  test(`output: a reader of ${whose} that went away`, async () => {
    const app =
      `setInterval(() => ${line}, 1); process.once('SIGUSR2', () => setTimeout(process.exit, 500, ` +
      `6)); process.stderr.write('ready\\n')`;
    const child = start({ app });
    await once(child.stderr!, 'data');
    child.stdout!.destroy();
    await once(child.stdout!, 'close');
    setImmediate(() => child.kill('SIGUSR2'));
    assert.deepEqual(await once(child, 'exit'), [end, null]);
  });
}

test('output: lines and the app’s raw writes keep their order', async () => {
  const { stdout } = await run({
    app: "for (let i = 0; i < 500; i += 1) { logger.info('l' + i); process.stdout.write('r' + i + '\\n'); }",
  });
  const order = stdout
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith('{') ? (JSON.parse(line).message as string) : line));
  assert.deepEqual(order, Array.from({ length: 500 }, (_, i) => [`l${i}`, `r${i}`]).flat());
});

test('output: at process.exit the app’s raw writes that wait behind lines are written as well', async () => {
  const app =
    `for (let i = 0; i < ${MIXED}; i += 1) { logger.info('l' + i); process.stdout.write('r' + i + ` +
    `'\\n'); } output.drain(60_000); process.exit(3)`;
  const { code, stdout } = await run({ app, env: { LOGGER_BYTES: '16000000', LOGGER_DRAIN_MS: '60000' } });
  const order = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => (line.startsWith('{') ? (JSON.parse(line).message as string) : line));
  const expected = Array.from({ length: MIXED }, (_, i) => [`l${i}`, `r${i}`]).flat();
  assert.equal(code, 3);
  // The raw write that libuv had under way is cut off, as without the logger.
  const arrived = new Set(order);
  const missing = expected.filter((line) => !arrived.has(line));
  assert.ok(missing.length === 0 || (missing.length === 1 && missing[0]!.startsWith('r')), missing.join());
  assert.deepEqual(
    order,
    expected.filter((line) => !missing.includes(line)),
    'also when drained twice',
  );
});

test('output: an app that has its own process.stdout.write gets the lines', async () => {
  const app = `
    const seen = []; const { write } = process.stdout;
    process.stdout.write = (chunk) => (seen.push(String(chunk)), true);
    logger.info('one'); console.log('two');
    process.stdout.write = write;
    logger.info('three'); process.stdout.write(JSON.stringify({ seen: seen.map((line) => JSON.parse(line).message) }) + '\\n');`;
  const { out } = await run({ app });
  assert.deepEqual(
    out.map(({ message, seen }) => message ?? seen),
    ['three', ['one', 'two']],
  );
});

test('output: a parent that asked for a worker’s stdout gets its lines', async () => {
  const app = `
    const { Worker } = require('node:worker_threads');
    const worker = new Worker("console.log('from the worker'); console.error('badly')", { eval: true, stdout: true, stderr: true });
    let out = ''; let err = '';
    worker.stdout.on('data', (chunk) => (out += chunk)); worker.stderr.on('data', (chunk) => (err += chunk));
    worker.on('exit', () => process.stdout.write(JSON.stringify({ out: JSON.parse(out).message, err: JSON.parse(err).message })));`;
  assert.deepEqual((await run({ app })).out, [{ out: 'from the worker', err: 'badly' }]);
});

test('output: lines of a worker reach the standard streams', async () => {
  const { out } = await run({
    app:
      "new (require('node:worker_threads').Worker)(\"for (let i = 0; i < 1000; i += 1) " +
      'console.log(String(i))", { eval: true })',
  });
  assert.equal(out.length, 1000);
});

test('output: a full disk is no fault of the app', { skip: !isLinux && 'needs /dev/full' }, async () => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(
    process.execPath,
    ['--require', preload(), '--eval', "logger.info('x'); console.log('y'); setTimeout(() => process.exit(7), 5)"],
    { stdio: ['ignore', full, 'pipe'] },
  );
  closeSync(full);
  let stderr = '';
  child.stderr!.on('data', (chunk) => (stderr += String(chunk)));
  assert.deepEqual(await once(child, 'close'), [7, null]);
  assert.equal(jsonLines(stderr)[0]?.['dropped'], 2, stderr);
});

test(
  'output: closed standard streams are no fault of the app',
  { skip: process.platform === 'win32' && 'needs sh' },
  async () => {
    const script =
      `exec "${process.execPath}" --require "${preload()}" --eval "logger.info('x'); ` +
      `console.error('y'); require('fs').closeSync(1); logger.info('z'); process.exit(7)" >&- ` +
      `2>&-`;
    assert.deepEqual(await once(spawn('sh', ['-c', script], { stdio: 'ignore' }), 'exit'), [7, null]);
  },
);
