import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineBuffer } from '../../lib/logger/output/line-buffer';

function batchOf(...lines: string[]): LineBuffer {
  const batch = new LineBuffer();
  for (const line of lines) assert.ok(batch.add(line));
  return batch;
}

/** Takes all pieces out. */
const pieces = (batch: LineBuffer, most: number) => {
  const found: string[] = [];
  while (!batch.isEmpty) {
    const piece = batch.piece(most);
    found.push(String(piece));
    batch.skip(piece.length);
  }
  return found;
};

const cases: [name: string, lines: string[], most: number, expected: string[]][] = [
  ['all in one piece', ['a', 'bb', 'c'], Infinity, ['a\nbb\nc\n']],
  ['whole lines up to the limit', ['a', 'bb', 'c', 'd'], 5, ['a\nbb\n', 'c\nd\n']],
  ['a line above the limit by itself', ['a', 'bbbbbb', 'c'], 4, ['a\n', 'bbbbbb\n', 'c\n']],
  ['a limit in bytes, not in characters', ['é', 'é'], 4, ['é\n', 'é\n']],
  ['lines with newlines inside, for people, stay whole', ['é', 'a\nb', 'é'], 4, ['é\n', 'a\nb\n', 'é\n']],
  ['a surrogate that is alone', ['\ud800', 'a'], 4, ['\ufffd\n', 'a\n']],
];

for (const [name, lines, most, expected] of cases) {
  test(`batch: ${name}`, () => {
    assert.deepEqual(pieces(batchOf(...lines), most), expected);
  });
}

test('batch: lines that are not written in full', () => {
  assert.deepEqual(
    [0, 1, 2, 4, 5, 7].map((bytes) => {
      const batch = batchOf('a', 'bb', 'c');
      batch.piece(Infinity);
      batch.skip(bytes);
      return batch.lines;
    }),
    [3, 3, 2, 2, 1, 0],
  );
});

test('batch: the rest of a line that was written in part comes first, and what was written makes room', () => {
  const batch = batchOf('a'.repeat(40_000), 'b'.repeat(20_000));
  assert.equal(batch.add('c'.repeat(30_000)), false);
  batch.skip(39_999);
  assert.ok(batch.add('c'.repeat(30_000)));
  assert.ok(batch.add('é'.repeat(10_000)));
  assert.equal(batch.lines, 4);
  assert.deepEqual(pieces(batch, 25_000), [
    'a\n' + 'b'.repeat(20_000) + '\n',
    'c'.repeat(30_000) + '\n',
    'é'.repeat(10_000) + '\n',
  ]);
});

test('batch: a line above the limit is one piece, even behind other lines of the batch', () => {
  const batch = batchOf('a', 'b', 'c');
  pieces(batch, 4);
  assert.ok(batch.add('x'.repeat(70_000)));
  batch.skip(60_000);
  assert.deepEqual(
    pieces(batch, 4_096).map(({ length }) => length),
    [10_001],
  );
});

test('batch: a full one refuses, an empty one takes a line of any length', () => {
  const batch = batchOf('e'.repeat(60_000));
  assert.equal(batch.add('e'.repeat(10_000)), false);
  assert.ok(batch.add('é'.repeat(5_000)));
  assert.equal(batch.length, 70_002);
  batch.clear();
  assert.ok(batch.add('é'.repeat(1_000_000)));
  assert.equal(batch.length, 2_000_001);
  assert.equal(batch.addBytes(Buffer.from('x')), false);
  batch.clear();
  assert.ok(batch.add('x'));
  assert.deepEqual(pieces(batch, 9), ['x\n']);
});

test('batch: characters of several bytes, up to the end of the buffer and beyond', () => {
  for (let ascii = 65_500; ascii <= 65_535; ascii += 1) {
    const batch = new LineBuffer();
    const taken = ['x'.repeat(ascii), '😀', '注', 'é', '注文を受け付けました', ''].filter((line) => batch.add(line));
    assert.equal(pieces(batch, Infinity).join(''), taken.map((line) => `${line}\n`).join(''));
  }
});

test('batch: encoded lines between others keep their place', () => {
  const batch = batchOf('é');
  assert.ok(batch.addBytes(Buffer.from('raw\n')));
  assert.ok(batch.add('a'));
  assert.deepEqual(pieces(batch, 4), ['é\n', 'raw\n', 'a\n']);
});
