import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Batch } from '../../lib/logger/batch';

const pieces = (batch: Batch, most: number) => {
  const found: string[] = [];
  for (let start = 0; start < batch.length; start += Buffer.byteLength(found.at(-1)!)) found.push(String(batch.piece(start, most)));
  return found;
};

const cases: [name: string, lines: string[], most: number, expected: string[]][] = [
  ['all in one piece', ['a\n', 'bb\n', 'c\n'], Infinity, ['a\nbb\nc\n']],
  ['whole lines up to the limit', ['a\n', 'bb\n', 'c\n', 'd\n'], 5, ['a\nbb\n', 'c\nd\n']],
  ['a line above the limit by itself', ['a\n', 'bbbbbb\n', 'c\n'], 4, ['a\n', 'bbbbbb\n', 'c\n']],
  ['a limit in bytes, not in characters', ['é\n', 'é\n'], 4, ['é\n', 'é\n']],
];

for (const [name, lines, most, expected] of cases) {
  test(`batch: ${name}`, () => {
    const batch = new Batch();
    for (const line of lines) assert.ok(batch.add(line));
    assert.deepEqual(pieces(batch, most), expected);
  });
}

test('batch: lines that are not whole before a byte', () => {
  const batch = new Batch();
  for (const line of ['a\n', 'bb\n', 'c\n']) batch.add(line);
  assert.deepEqual([0, 1, 2, 4, 5, 7].map((start) => batch.linesAfter(start)), [3, 3, 2, 2, 1, 0]);
});

test('batch: a full one refuses, an empty one takes a line of any length', () => {
  const batch = new Batch();
  assert.ok(batch.add('é'.repeat(30_000)));
  assert.equal(batch.add('é'.repeat(10_000)), false);
  assert.ok(batch.add('e'.repeat(5_000)));
  batch.clear();
  assert.ok(batch.add('é'.repeat(1_000_000)));
  assert.equal(batch.length, 2_000_000);
  assert.equal(batch.addBytes(Buffer.from('x')), false);
  batch.clear();
  assert.ok(batch.add('x'));
  assert.deepEqual(pieces(batch, 9), ['x']);
});
