import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { createBatcher } from '../../../lib/export/queue/batcher';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

function batcherOf(maxItems = 3) {
  const pushed: { items: number; bytes: number }[] = [];
  // Two bytes that are a field without content: as short as a request can be.
  const batcher = createBatcher({
    format: 'protobuf',
    maxItems,
    delayMs: 1_000,
    push: ({ items }, bytes) => pushed.push({ items, bytes }),
  });
  return { batcher, pushed, add: (items = 1, size = 2) => batcher.add({ bytes: new Uint8Array(size), items }) };
}

test('single items wait until their request is full, or for the delay', () => {
  const { pushed, add } = batcherOf();
  for (let item = 0; item < 4; item++) add();
  assert.deepEqual(pushed, [{ items: 3, bytes: 6 }]);
  mock.timers.tick(999);
  assert.equal(pushed.length, 1);
  mock.timers.tick(1);
  assert.deepEqual(pushed[1], { items: 1, bytes: 2 });
});

test('a flush passes on what is there, once', () => {
  const { batcher, pushed, add } = batcherOf();
  add();
  batcher.flush();
  batcher.flush();
  mock.timers.tick(5_000);
  assert.deepEqual(pushed, [{ items: 1, bytes: 2 }]);
});

test('no request grows beyond what a server takes', () => {
  const { pushed, add } = batcherOf(1_000);
  add(1, 700_000);
  add(1, 700_000);
  assert.deepEqual(pushed, [{ items: 1, bytes: 700_000 }]);
  add(1, 2_000_000);
  assert.deepEqual(pushed.slice(1), [
    { items: 1, bytes: 700_000 },
    { items: 1, bytes: 2_000_000 },
  ]);
});

test('what comes while it is held is passed on afterwards, in requests of the usual size', () => {
  const { batcher, pushed, add } = batcherOf();
  const release = batcher.hold();
  assert.equal(batcherOf().batcher.hold()(), false, 'nothing came');
  for (let item = 0; item < 7; item++) add();
  mock.timers.tick(5_000);
  assert.deepEqual(pushed, []);
  assert.equal(release(), true, 'something came');
  assert.deepEqual(
    pushed.map(({ items }) => items),
    [3, 3, 1],
  );
});
