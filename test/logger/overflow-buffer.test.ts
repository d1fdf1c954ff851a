import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OverflowBuffer } from '../../lib/logger/output/overflow-buffer';
import { LineBuffer } from '../../lib/logger/output/line-buffer';

const drain = (backlog: OverflowBuffer) => {
  const lines: string[] = [];
  const batch = new LineBuffer();
  while (!backlog.isEmpty) {
    backlog.fill(batch);
    lines.push(...String(batch.piece(Infinity)).slice(0, -1).split('\n'));
    batch.clear();
  }
  return lines;
};

function backlogOf(maxBytes: number, ...lines: [text: string, level?: string][]): OverflowBuffer {
  const backlog = new OverflowBuffer(maxBytes);
  for (const [text, level] of lines) backlog.add(text, level);
  return backlog;
}

const cases: [name: string, backlog: OverflowBuffer, left: string[], dropped: number][] = [
  [
    'keeps the order of all levels',
    backlogOf(9, ['a', 'error'], ['b', 'debug'], ['c', 'info'], ['d', 'warn']),
    ['a', 'b', 'c', 'd'],
    0,
  ],
  [
    'drops detail first, the oldest before newer ones',
    backlogOf(6, ['d1', 'debug'], ['d2', 'debug'], ['i1', 'info']),
    ['d2', 'i1'],
    1,
  ],
  [
    'drops info before warn before error',
    backlogOf(6, ['i1', 'info'], ['w1', 'warn'], ['e1', 'error'], ['e2', 'error']),
    ['e1', 'e2'],
    2,
  ],
  [
    'drops a new line rather than an older, more important one',
    backlogOf(6, ['e1', 'error'], ['e2', 'error'], ['w1', 'warn']),
    ['e1', 'e2'],
    1,
  ],
  ['takes unknown levels for info', backlogOf(6, ['x1', 'custom'], ['y1'], ['w1', 'warn']), ['y1', 'w1'], 1],
  ['drops a line that never fits, and nothing for it', backlogOf(6, ['i1', 'info'], ['too long', 'error']), ['i1'], 1],
];

for (const [name, backlog, left, dropped] of cases) {
  test(`backlog: ${name}`, () => {
    assert.deepEqual(drain(backlog), left);
    assert.equal(backlog.takeDropped(), dropped);
    assert.equal(backlog.bytes, 0);
  });
}

test('backlog: lines of any length and script, in order', () => {
  const lines = [
    'one',
    'x'.repeat(40_000),
    'é'.repeat(40_000),
    '注'.repeat(21_000),
    'two',
    '',
    '😀'.repeat(100_000),
    'three',
  ];
  const backlog = backlogOf(1e6, ...lines.map((line): [string] => [line]));
  assert.equal(backlog.bytes, Buffer.byteLength(lines.join('\n')) + 1);
  assert.deepEqual(drain(backlog), lines);
});

test(
  'backlog: in a flood that is hardly read, bytes and lines add up, the order holds, and only what matters ' +
    'least is gone',
  () => {
    const backlog = new OverflowBuffer(7e5);
    const levels = ['debug', 'info', 'debug', 'warn', 'debug', 'error', 'info', 'debug'];
    const lines = Array.from({ length: 40_000 }, (_, i) => ({
      level: levels[i % levels.length]!,
      text: `${i} ${'é'.repeat(i % 45)}`,
    }));
    const taken: string[] = [];
    lines.forEach(({ text, level }, index) => {
      backlog.add(text, level);
      assert.ok(backlog.bytes <= 7e5);
      if (index % 10_000 !== 5_000) return;
      const batch = new LineBuffer();
      backlog.fill(batch);
      taken.push(...String(batch.piece(Infinity)).slice(0, -1).split('\n'));
    });
    const { bytes } = backlog;
    const left = drain(backlog);
    assert.equal(bytes, Buffer.byteLength(left.join('\n')) + 1);
    const seen = new Set([...taken, ...left]);
    assert.deepEqual(
      [...seen],
      lines.map(({ text }) => text).filter((text) => seen.has(text)),
    );
    assert.equal(backlog.takeDropped() + seen.size, lines.length);
    assert.deepEqual(
      new Set(lines.filter(({ text }) => !seen.has(text)).map(({ level }) => level)),
      new Set(['debug', 'info']),
    );
    assert.deepEqual([backlog.bytes, backlog.isEmpty, backlog.takeDropped()], [0, true, 0]);
  },
);

test('backlog: what is dropped at the end is counted', () => {
  const backlog = backlogOf(1e6, ['x'.repeat(70_000)], ['one'], ['two']);
  assert.equal(backlog.clear(), 3);
  assert.deepEqual([backlog.bytes, drain(backlog)], [0, []]);
});
