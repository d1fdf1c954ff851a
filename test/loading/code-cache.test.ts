import assert from 'node:assert/strict';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { loadBundle } from '../../lib/loading/bundle/bundle';
import { codeCacheFile, readCodeCache } from '../../lib/loading/bundle/code-cache';
import { ReadBuffer } from '../../lib/loading/scan/read-buffer';

const folder = mkdtempSync(path.join(tmpdir(), 'firstlight-cache-'));
after(() => rmSync(folder, { recursive: true }));
const scratch = new ReadBuffer(2 ** 20);
const posix = { skip: process.platform === 'win32' ? 'no cache is read where files have no owners' : false };

const cases: [string, number, number, boolean][] = [
  ['a file that only its owner can write', 0o755, 0o644, true],
  ['a file that nobody can write', 0o555, 0o444, true],
  ['a file that a group can write', 0o755, 0o664, false],
  ['a file that everybody can write', 0o755, 0o666, false],
  ['a folder that everybody can write', 0o777, 0o644, false],
];
for (const [index, [name, folderMode, fileMode, expected]] of cases.entries()) {
  test(`${name} is ${expected ? 'read' : 'not read'}`, posix, () => {
    const place = path.join(folder, String(index));
    mkdirSync(place);
    writeFileSync(path.join(place, 'a.bin'), 'cache');
    chmodSync(path.join(place, 'a.bin'), fileMode);
    chmodSync(place, folderMode);
    assert.equal(readCodeCache(path.join(place, 'a.bin'), scratch) !== undefined, expected);
    chmodSync(place, 0o755);
  });
}

test('a link is not read, nor is a folder, nor what is not there', posix, () => {
  writeFileSync(path.join(folder, 'real.bin'), 'cache', { mode: 0o644 });
  symlinkSync(path.join(folder, 'real.bin'), path.join(folder, 'link.bin'));
  for (const name of ['link.bin', '.', 'nowhere.bin'])
    assert.equal(readCodeCache(path.join(folder, name), scratch), undefined, name);
});

test('a bundle runs with its cache, without one, and with one that is broken', () => {
  const bundle = path.join(folder, 'bundle.js');
  writeFileSync(
    bundle,
    'exports.answer = 6 * 7; exports.where = [__filename, __dirname, typeof require("node:fs").statSync];',
  );
  const expected = { answer: 42, where: [bundle, folder, 'function'] };
  const first = loadBundle(bundle, 'build');
  assert.deepEqual(first.exports, expected);
  const cache = codeCacheFile(bundle, 'build');
  mkdirSync(path.dirname(cache), { mode: 0o755 });
  writeFileSync(cache, first.script.createCachedData(), { mode: 0o644 });
  const second = loadBundle(bundle, 'build');
  assert.deepEqual(second.exports, expected);
  if (process.platform !== 'win32') assert.equal(second.script.cachedDataRejected, false);
  // Another text: V8 remembers what it has compiled in this process.
  writeFileSync(bundle, 'exports.answer = 7 * 6;');
  writeFileSync(codeCacheFile(bundle, 'other'), 'not a cache', { mode: 0o644 });
  const third = loadBundle(bundle, 'other');
  assert.deepEqual(third.exports, { answer: 42 });
  if (process.platform !== 'win32') assert.equal(third.script.cachedDataRejected, true);
});

test('the name of the cache depends on the text of the bundle and the version of V8', () => {
  assert.notEqual(codeCacheFile('/opt/dist/a.js', 'one'), codeCacheFile('/opt/dist/a.js', 'two'));
  assert.match(codeCacheFile('/opt/dist/a.js', 'one'), new RegExp(process.versions.v8.replaceAll('.', '\\.')));
});

test('memory that files are read into has nothing of the last one, and is given back', () => {
  const read = (name: string, content: string): Buffer => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    const descriptor = openSync(file, 'r');
    try {
      return scratch.read(descriptor, content.length);
    } finally {
      closeSync(descriptor);
    }
  };
  assert.equal(read('long.txt', 'a'.repeat(100_000)).toString(), 'a'.repeat(100_000));
  const short = read('short.txt', 'b');
  assert.equal(short.toString(), 'b');
  scratch.free();
  assert.equal(short.buffer.byteLength, 0);
});
