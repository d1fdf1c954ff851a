import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ExportBatch } from '../../lib/export/queue/batch';
import type { Notice, Signal } from '../../lib/export/protocol';
import { openSpool, type SpoolOptions } from '../../lib/export/spool';
import { openOwnFolder } from '../../lib/export/spool/own-folder';
import { describeOwner, OWNER_FILE } from '../../lib/export/spool/owner';
import { encodeRecord } from '../../lib/export/spool/record';
import { temporaryFolder, until } from '../support';

const payload = (text: string): ExportBatch => ({ bytes: Buffer.from(text), items: text.length });
const foldersIn = (root: string) =>
  readdirSync(root)
    .filter((name) => name.startsWith('firstlight-'))
    .map((name) => join(root, name));
const filesIn = (root: string) =>
  foldersIn(root).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name !== OWNER_FILE)
      .map((name) => join(folder, name)),
  );

function open(folder: string, options: Partial<SpoolOptions> = {}) {
  const notices: Notice[] = [];
  const inherited: { signal: Signal; batch: ExportBatch }[] = [];
  const spool = openSpool({
    folder,
    maxBytes: 1_000_000,
    formatOf: () => 'protobuf',
    notice: (notice) => notices.push(notice),
    inherit: (signal, batch) => inherited.push({ signal, batch }),
    ...options,
  });
  return { spool, notices, inherited, texts: () => inherited.map(({ batch }) => Buffer.from(batch.bytes).toString()) };
}

/** Leaves batches as a process does that was killed. `owner` changes what the folder says of it. */
function leave(
  root: string,
  texts: string[],
  owner: Partial<ReturnType<typeof describeOwner>> = { start: '1' },
): string {
  const own = openOwnFolder(root);
  for (const text of texts) own.write(encodeRecord({ signal: 'traces', format: 'protobuf', ...payload(text) }));
  const folder = join(root, own.name);
  writeFileSync(join(folder, OWNER_FILE), JSON.stringify({ ...describeOwner(), ...owner }));
  return folder;
}
/** The spool looks round when the event loop has turned. */
const looked = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test('a batch lies on disk for its owner only until it is forgotten, and nothing is left then', () => {
  const root = join(temporaryFolder(), 'new', 'spool');
  const { spool } = open(root);
  const kept = spool.store('logs', payload('hello'));
  const [file] = filesIn(root);
  const modes = [root, foldersIn(root)[0]!, file!, join(foldersIn(root)[0]!, OWNER_FILE)].map((path) =>
    (statSync(path).mode & 0o777).toString(8),
  );
  assert.deepEqual(modes, ['700', '700', '600', '600']);
  assert.match(
    readFileSync(file!, 'utf8'),
    /^\{"firstlight":1,"signal":"logs","format":"protobuf","items":5,"bytes":5,"sha256":"[0-9a-f]{64}"\}\nhello$/,
  );
  spool.forget(kept);
  assert.deepEqual(filesIn(root), []);
  spool.pause();
  spool.resume();
  assert.deepEqual(readdirSync(root), []);
});

test('a batch whose memory was needed is read back', () => {
  const { spool } = open(temporaryFolder());
  const kept = spool.store('traces', payload('hello'));
  assert.equal(kept.size, 5);
  assert.equal(spool.spill(), 5);
  assert.equal(kept.size, 0);
  assert.equal(Buffer.from(kept.bytes).toString(), 'hello');
});

test('what a dead process left is taken over, in its order, and its folder goes', async () => {
  const root = temporaryFolder();
  const folder = leave(root, ['one', 'two', 'three']);
  const { inherited, texts, spool } = open(root);
  await until(() => inherited.length === 3, 'taken over');
  assert.deepEqual(texts(), ['one', 'two', 'three']);
  assert.deepEqual([inherited[0]!.signal, inherited[0]!.batch.items], ['traces', 3]);
  assert.equal(existsSync(folder), false);
  for (const { batch } of inherited) spool.forget(batch);
  assert.deepEqual(filesIn(root), []);
});

test('what a living process has is its own', async () => {
  const root = temporaryFolder();
  leave(root, ['one'], {});
  const { inherited } = open(root);
  await looked();
  assert.deepEqual(inherited, []);
});

for (const [where, other] of [
  ['another container', { namespace: 'pid:[1]' }],
  ['another machine', { boot: 'another' }],
] as const) {
  test(`a process of ${where} lives as long as it says so, even if another has its number here`, async () => {
    const root = temporaryFolder();
    const folder = leave(root, ['one'], other);
    const early = open(root);
    await looked();
    assert.deepEqual(early.inherited, []);
    const past = Date.now() / 1000 - 120;
    utimesSync(join(folder, OWNER_FILE), past, past);
    const late = open(root);
    await until(() => late.inherited.length === 1, 'taken over');
  });
}

test('of several that look at once, one has each batch', async () => {
  const root = temporaryFolder();
  const texts = Array.from({ length: 100 }, (_, index) => `batch ${index}`);
  leave(root, texts);
  const taken: string[] = [];
  const openers = Array.from({ length: 4 }, () => {
    const opened: ReturnType<typeof open> = open(root, {
      inherit: (_signal, batch) =>
        setImmediate(() => {
          taken.push(Buffer.from(batch.bytes).toString());
          opened.spool.forget(batch);
        }),
    });
    return opened;
  });
  await until(() => taken.length >= texts.length, 'all are taken');
  await looked();
  assert.deepEqual(taken.sort(), texts.sort());
  assert.deepEqual(
    openers.flatMap(({ notices }) => notices),
    [],
  );
});

const damages: [string, (file: string) => void][] = [
  ['torn', (file) => truncateSync(file, statSync(file).size - 2)],
  ['torn in its first line', (file) => truncateSync(file, 20)],
  ['empty', (file) => truncateSync(file, 0)],
  [
    'flipped in one bit',
    (file) => {
      const bytes = readFileSync(file);
      bytes[bytes.length - 1]! ^= 1;
      writeFileSync(file, bytes);
    },
  ],
  [
    'flipped in its first line',
    (file) => writeFileSync(file, readFileSync(file, 'latin1').replace('"items":3', '"items":4'), 'latin1'),
  ],
];
for (const [what, damage] of damages) {
  test(`a file that is ${what} is left alone with one line, the others are taken`, async () => {
    const root = temporaryFolder();
    const folder = leave(root, ['one', 'two', 'six']);
    damage(join(folder, '2.batch'));
    const before = readFileSync(join(folder, '2.batch'));
    const { inherited, texts, notices } = open(root);
    await until(() => inherited.length === 2, 'taken over');
    assert.deepEqual(texts(), ['one', 'six']);
    assert.deepEqual(readFileSync(join(folder, '2.batch')), before);
    assert.deepEqual(
      notices.map(({ code, cause }) => [code, cause]),
      [['FL_SPOOL_FOREIGN', `${folder.slice(root.length + 1)}/2.batch (torn or damaged)`]],
    );
  });
}

test('what is not ours is left alone with one line each: files, folders, links, what others can write to', async () => {
  const root = temporaryFolder({ 'notes.txt': 'mine', 'data/1.batch': 'mine' });
  const [loose, odd] = [leave(root, ['loose']), leave(root, ['odd'])];
  chmodSync(loose, 0o777);
  writeFileSync(join(odd, 'notes.txt'), 'mine', { mode: 0o600 });
  symlinkSync(join(loose, '1.batch'), join(odd, '2.batch'));
  mkdirSync(join(root, 'firstlight-not-hex'));
  const { inherited, texts, notices } = open(root);
  await until(() => inherited.length === 1, 'taken over');
  assert.deepEqual(texts(), ['odd']);
  const named = notices
    .map(({ cause }) => cause!.replace(/ \(.*/, '').replace(/firstlight-[0-9a-f]{16}/, 'folder'))
    .sort();
  assert.deepEqual(named, ['data', 'firstlight-not-hex', 'folder', 'folder/2.batch', 'folder/notes.txt', 'notes.txt']);
  for (const file of ['notes.txt', 'data/1.batch']) assert.equal(readFileSync(join(root, file), 'utf8'), 'mine');
});

test('the bound counts what others left; what does not fit is counted and stays in memory', async () => {
  const root = temporaryFolder();
  leave(root, ['x'.repeat(400)], {});
  const { spool, notices } = open(root, { maxBytes: 1_300 });
  await looked();
  const batches = Array.from({ length: 5 }, () => spool.store('traces', payload('y'.repeat(100))));
  assert.equal(batches.filter(({ stored }) => stored).length, 2);
  assert.ok(filesIn(root).reduce((sum, file) => sum + statSync(file).size, 0) <= 1_300);
  assert.deepEqual([...new Set(notices.map(({ code }) => code))], ['FL_SPOOL_FULL']);
  assert.equal(
    notices.reduce((sum, { items = 0 }) => sum + items, 0),
    100 * batches.filter(({ stored }) => !stored).length,
  );
  assert.ok(batches.every(({ bytes }) => bytes.byteLength === 100));
});

const linked = temporaryFolder();
symlinkSync('nothing', join(linked, 'link'));

for (const [title, folder, cause] of [
  ['below a file', join(temporaryFolder({ file: '' }), 'file', 'spool'), /ENOTDIR/],
  // The recursive mkdir of Node.js never returns from these.
  ['at a link to nothing', join(linked, 'link'), /./],
  ...(process.platform === 'linux' ? ([['in /proc', '/proc/spool', /cannot be created/]] as const) : []),
] as const)
  test(`a folder that cannot be written to, ${title}: one line, and the batch goes on from memory`, () => {
    const { spool, notices } = open(folder);
    const batch = payload('hello');
    assert.equal(spool.store('traces', batch), batch);
    assert.equal(spool.store('traces', batch), batch);
    assert.deepEqual(
      notices.map(({ code }) => code),
      ['FL_SPOOL_UNUSABLE'],
    );
    assert.match(notices[0]!.cause!, cause);
  });

test('what is in another format, or of a signal that is not sent, waits for a process that sends it', async () => {
  const root = temporaryFolder();
  leave(root, ['one']);
  const other = open(root, { formatOf: (signal) => (signal === 'logs' ? 'protobuf' : 'json') });
  await looked();
  assert.deepEqual(other.inherited, []);
  const { inherited } = open(root);
  await until(() => inherited.length === 1, 'taken over');
});
