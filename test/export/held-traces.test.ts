import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHeldTraces } from '../../lib/export/queue/held-traces';
import { SharedCell } from '../../lib/export/protocol';

function open(maxBytes = 1000) {
  const cells = new Int32Array(SharedCell.size);
  const sent: string[] = [];
  let lost = 0;
  let time = 0;
  const held = createHeldTraces({
    maxBytes,
    cells,
    counters: { add: () => {} },
    release: ({ bytes, items }) => sent.push(`${Buffer.from(bytes)} ${items}`),
    lost: (items) => (lost += items),
    now: () => time,
  });
  return {
    sent,
    lost: () => lost,
    enqueued: () => cells[SharedCell.enqueued],
    pass: (ms: number) => (time += ms),
    hold: (traceId: string, text: string, isEnd = false) =>
      held.receive({ kind: 'hold', spans: { traceId, bytes: Buffer.from(text), items: 2, isEnd } }),
    keep: (traceId: string) => held.receive({ kind: 'keep', traceId }),
  };
}

test('spans of a trace are sent once it is kept, those that come later at once, those of others not', () => {
  const { sent, hold, keep, enqueued } = open();
  hold('a', 'first');
  hold('b', 'other');
  assert.deepEqual(sent, []);
  keep('a');
  hold('a', 'second');
  assert.deepEqual(sent, ['first 2', 'second 2']);
  assert.equal(enqueued(), 4);
});

test('a trace may be kept before anything of it is held', () => {
  const { sent, hold, keep } = open();
  keep('a');
  hold('a', 'first');
  assert.deepEqual(sent, ['first 2']);
});

test('what does not fit is lost and counted, the oldest first; what is kept is not lost', () => {
  const { sent, lost, hold, keep } = open(20);
  keep('k');
  hold('a', '0123456789');
  hold('b', '0123456789');
  hold('c', '0123456789');
  assert.equal(lost(), 2);
  for (const traceId of ['a', 'b', 'c']) keep(traceId);
  assert.equal(sent.length, 2);
});

test('without bytes, they are lost already', () => {
  const { lost, hold } = open();
  hold('a', '');
  assert.equal(lost(), 2);
});
