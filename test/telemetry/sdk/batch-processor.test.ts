import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBatchProcessor, type BatchProcessorOptions } from '../../../lib/telemetry/sdk/batch-processor';

function batchProcessorOf(options: Partial<BatchProcessorOptions<number>> = {}) {
  const sent: number[][] = [];
  const errors: unknown[] = [];
  const batchProcessor = createBatchProcessor<number>({
    encode: (items) => Uint8Array.from(items),
    send: (bytes, items) => {
      sent.push([...bytes]);
      assert.equal(items, bytes.length);
    },
    maxItems: 3,
    delayMs: 60_000,
    onError: (error) => errors.push(error),
    ...options,
  });
  return { batchProcessor, sent, errors };
}

test('a full batch goes at once, the rest with a flush, nothing twice', () => {
  const { batchProcessor, sent } = batchProcessorOf();
  for (const item of [1, 2, 3, 4]) batchProcessor.add(item);
  assert.deepEqual(sent, [[1, 2, 3]]);
  batchProcessor.flush();
  batchProcessor.flush();
  assert.deepEqual(sent, [[1, 2, 3], [4]]);
});

test('a batch that does not fill goes after the delay', async () => {
  let arrived!: () => void;
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const { batchProcessor } = batchProcessorOf({ delayMs: 1, send: () => arrived() });
  batchProcessor.add(1);
  // The relay's own timer keeps nothing alive.
  const alive = setTimeout(() => assert.fail('nothing was sent within 5 s'), 5_000);
  await arrival;
  clearTimeout(alive);
});

test('until the resource is ready items are kept, but a flush at exit does not wait for it', async () => {
  let ready!: () => void;
  const { batchProcessor, sent } = batchProcessorOf({
    ready: new Promise<void>((resolve) => {
      ready = resolve;
    }),
  });
  for (const item of [1, 2, 3, 4]) batchProcessor.add(item);
  assert.deepEqual(sent, []);
  batchProcessor.flush();
  assert.deepEqual(sent, [[1, 2, 3], [4]]);
  batchProcessor.add(5);
  ready();
  await new Promise(setImmediate);
  assert.deepEqual(sent.at(-1), [5]);
});

test('an encoder that throws loses its batch, not the app', () => {
  const { batchProcessor, sent, errors } = batchProcessorOf({
    encode: (items) => {
      if (items.includes(1)) throw new Error('odd');
      return Uint8Array.from(items);
    },
  });
  for (const item of [1, 2, 3, 4]) batchProcessor.add(item);
  batchProcessor.flush();
  assert.equal(errors.length, 1);
  assert.deepEqual(sent, [[4]]);
});

test('where requests can be joined, encoding begins early and one joined request goes out', () => {
  let encodings = 0;
  const { batchProcessor, sent } = batchProcessorOf({
    maxItems: 6,
    chunkItems: 2,
    encode: (items) => {
      encodings++;
      return Uint8Array.from(items);
    },
  });
  for (const item of [1, 2, 3]) batchProcessor.add(item);
  assert.deepEqual([encodings, sent.length], [1, 0]);
  for (const item of [4, 5, 6, 7]) batchProcessor.add(item);
  assert.deepEqual([encodings, sent], [3, [[1, 2, 3, 4, 5, 6]]]);
  batchProcessor.flush();
  assert.deepEqual(sent[1], [7]);
});

test('an eager relay calls back with each item', () => {
  let called = 0;
  const { batchProcessor, sent } = batchProcessorOf();
  batchProcessor.flushEach(() => {
    called++;
    batchProcessor.flush();
  });
  batchProcessor.add(1);
  batchProcessor.add(2);
  assert.equal(called, 2);
  assert.deepEqual(sent, [[1], [2]]);
});

test('of large items few are encoded at once, and a request is complete at its bytes', () => {
  const sizes: number[] = [];
  const batchProcessor = createBatchProcessor<number>({
    encode: (items) => new Uint8Array(items.reduce((sum, each) => sum + each, 0)),
    send: ({ byteLength }) => sizes.push(byteLength),
    maxItems: 100,
    chunkItems: 4,
    maxBytes: 1_000,
    delayMs: 60_000,
    onError: assert.ifError,
  });
  for (let count = 0; count < 4; count++) batchProcessor.add(500);
  assert.deepEqual(sizes, [2_000]);
  for (let count = 0; count < 4; count++) batchProcessor.add(500);
  assert.deepEqual(sizes, [2_000, 1_000, 1_000]);
  batchProcessor.add(600);
  batchProcessor.add(300);
  batchProcessor.add(400);
  batchProcessor.flush();
  assert.deepEqual(sizes.slice(3), [900, 400]);
});

test('items that are too long together for one text are encoded in parts', () => {
  const sent: number[] = [];
  const { batchProcessor, errors } = batchProcessorOf({
    encode(items) {
      if (items.length > 1) throw new RangeError('Invalid string length');
      return Uint8Array.from(items);
    },
    send: (bytes) => sent.push(...bytes),
  });
  for (const item of [1, 2, 3]) batchProcessor.add(item);
  assert.deepEqual([sent, errors], [[1, 2, 3], []]);
});
