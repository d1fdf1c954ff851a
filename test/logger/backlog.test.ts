import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backlog } from '../../lib/logger/backlog';
import { Batch } from '../../lib/logger/batch';

const drain = (backlog: Backlog) => {
  const lines: string[] = [];
  for (let line = backlog.next(); line; line = backlog.next()) lines.push(String(line));
  return lines;
};

function backlogOf(maxBytes: number, ...lines: [text: string, level?: string][]): Backlog {
  const backlog = new Backlog(maxBytes);
  for (const [text, level] of lines) backlog.add(Buffer.from(text), level);
  return backlog;
}

const cases: [name: string, backlog: Backlog, left: string[], dropped: number][] = [
  ['keeps the order of all levels', backlogOf(9, ['a', 'error'], ['b', 'debug'], ['c', 'info'], ['d', 'warn']), ['a', 'b', 'c', 'd'], 0],
  ['drops detail first, the oldest before newer ones', backlogOf(4, ['d1', 'debug'], ['d2', 'debug'], ['i1', 'info']), ['d2', 'i1'], 1],
  ['drops info before warn before error', backlogOf(4, ['i1', 'info'], ['w1', 'warn'], ['e1', 'error'], ['e2', 'error']), ['e1', 'e2'], 2],
  ['drops a new line rather than an older, more important one', backlogOf(4, ['e1', 'error'], ['e2', 'error'], ['w1', 'warn']), ['e1', 'e2'], 1],
  ['takes unknown levels for info', backlogOf(4, ['x1', 'custom'], ['y1'], ['w1', 'warn']), ['y1', 'w1'], 1],
  ['drops a line that never fits, and nothing for it', backlogOf(4, ['i1', 'info'], ['too long', 'error']), ['i1'], 1],
];

for (const [name, backlog, left, dropped] of cases) {
  test(`backlog: ${name}`, () => {
    assert.deepEqual(drain(backlog), left);
    assert.equal(backlog.takeDropped(), dropped);
    assert.equal(backlog.bytes, 0);
  });
}

test('backlog: fills a batch with the lines that have room, the next one after that with the rest', () => {
  const long = 'x'.repeat(40_000);
  const backlog = backlogOf(1e6, ['one', 'debug'], [long, 'info'], [`y${long}`, 'error'], ['two', 'warn']);
  const batch = new Batch();
  const filled: string[] = [];
  while (!backlog.isEmpty) {
    backlog.fill(batch);
    filled.push(String(batch.piece(Infinity)));
    batch.clear();
  }
  assert.deepEqual(filled, [`one${long}`, `y${long}two`]);
});

test('backlog: many lines through, bytes add up', () => {
  const backlog = new Backlog(1e6);
  let next = 0;
  for (let i = 0; i < 50_000; i += 1) {
    backlog.add(Buffer.from(String(i)), i % 2 ? 'info' : 'debug');
    if (i % 3 > 0) assert.equal(String(backlog.next()), String(next++));
  }
  assert.equal(drain(backlog)[0], String(next));
  assert.deepEqual([backlog.bytes, backlog.isEmpty, backlog.takeDropped()], [0, true, 0]);
});
