// firstlight warm: the code cache, written at the build of an image.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { temporaryFolder } from '../support/folder';
import { root, runCli } from './cli';

let file = '';
let folder = '';
before(() => {
  folder = join(temporaryFolder(), 'first light');
  for (const part of ['register.js', 'dist', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  rmSync(join(folder, 'dist/cache'), { recursive: true, force: true });
  file = join(folder, 'dist/bin/firstlight.js');
});

test('it writes the cache of this Node.js, says where and how large, and obeys no NODE_OPTIONS', async () => {
  const { code, stdout, stderr } = await runCli(['warm', '--json'], {
    file,
    env: { NODE_OPTIONS: '--no-warnings', OTEL_ENABLED: 'false', FIRSTLIGHT_STRICT: 'true', LOG_LEVEL: 'loud' },
  });
  assert.deepEqual([code, stderr], [0, '']);
  const made = JSON.parse(stdout) as { file: string; bytes: number; node: string };
  assert.equal(dirname(made.file), join(folder, 'dist/cache'));
  assert.equal(made.node, process.version);
  assert.equal(statSync(made.file).size, made.bytes);
  const plain = await runCli(['warm'], { file });
  assert.match(
    plain.stdout,
    new RegExp(`^${made.file.replace(/[.*+?^$()[\]\\]/g, '\\$&')}\n\\d+ kB, for Node\\.js v\\d+`),
  );
});

test('a folder that a group can write becomes one that counts', { skip: process.platform === 'win32' }, async () => {
  chmodSync(join(folder, 'dist/cache'), 0o777);
  assert.equal((await runCli(['warm'], { file })).code, 0);
  assert.equal(statSync(join(folder, 'dist/cache')).mode & 0o777, 0o755);
});

test('flags that V8 compiles by are given to it, and make a cache beside the other', async () => {
  const caches = (): string[] => readdirSync(join(folder, 'dist/cache')).sort();
  const [plain] = caches();
  const { code, stdout } = await runCli(['warm', '--json', '--', '--max-old-space-size=512', '--no-warnings'], {
    file,
  });
  assert.equal(code, 0);
  assert.deepEqual(caches(), [plain!.replace(/\.bin$/, '-max-old-space-size=512.bin'), plain].sort());
  const made = JSON.parse(stdout) as { file: string };
  const rejected = (flags: string[]): string =>
    execFileSync(
      process.execPath,
      [
        ...flags,
        '-p',
        `
    const fs = require('fs');
    new vm.Script(module.constructor.wrap(fs.readFileSync(${JSON.stringify(join(folder, 'dist/firstlight.js'))}, 'latin1')), { cachedData: fs.readFileSync(${JSON.stringify(made.file)}) }).cachedDataRejected`,
      ],
      { encoding: 'utf8' },
    ).trim();
  assert.deepEqual([rejected(['--max_old_space_size=512']), rejected([])], ['false', 'true']);
});

test('other words are wrong usage', async () => {
  const { code, stderr } = await runCli(['warm', 'now'], { file });
  assert.equal(code, 64);
  assert.match(stderr, /warm: expected options, and flags of Node\.js after --, received "now"/);
});

test('without its bundle it fails with 70 and the reason', async () => {
  const broken = join(temporaryFolder(), 'broken');
  for (const part of ['dist/bin', 'package.json']) cpSync(join(root, part), join(broken, part), { recursive: true });
  const { code, stderr } = await runCli(['warm'], { file: join(broken, 'dist/bin/firstlight.js') });
  assert.equal(code, 70);
  assert.match(stderr, /the code cache could not be made: [^]*warm\.js/);
  assert.ok(!existsSync(join(broken, 'dist/cache')));
});

/** Someone who is not the owner of the folder: for root, who can write everywhere, an unknown user. */
const stranger = process.getuid?.() === 0 ? ['setpriv', '--reuid=65532', '--regid=65532', '--clear-groups'] : [];
const noStranger =
  process.platform === 'win32' ||
  (stranger.length > 0 && spawnSync(stranger[0]!, [...stranger.slice(1), process.execPath, '--version']).status !== 0);

test(
  'a folder that cannot be written: 73 and what to do',
  { skip: noStranger ? 'there is no other user to be (setpriv)' : false },
  () => {
    chmodSync(dirname(folder), 0o755);
    rmSync(join(folder, 'dist/cache'), { recursive: true });
    chmodSync(join(folder, 'dist'), 0o555);
    const [command, ...args] = [...stranger, process.execPath, file, 'warm'];
    const { status, stderr } = spawnSync(command!, args, { encoding: 'utf8', env: { PATH: process.env.PATH } });
    chmodSync(join(folder, 'dist'), 0o755);
    assert.match(stderr, /cannot write into .*dist.cache \((EACCES|EROFS).*run it where the image is built/);
    assert.equal(status, 73);
  },
);
