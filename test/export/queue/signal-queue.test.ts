import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { ExportBatch } from '../../../lib/export/queue/batch';
import { createSignalQueue, type SignalQueueOptions } from '../../../lib/export/queue/signal-queue';
import type { Notice } from '../../../lib/export/protocol';

const REFUSED = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const UNIMPLEMENTED = Object.assign(new Error('unknown service'), { code: 12 });
const INVALID = Object.assign(new Error('bad'), { code: 3 });

beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
afterEach(() => mock.timers.reset());

/** A queue before a stand-in for the network, whose answers the test gives one by one. */
function queueOf(options: Partial<SignalQueueOptions> = {}) {
  const sent: { batch: ExportBatch; answer(error?: Error): void }[] = [];
  const notices: Notice['code'][] = [];
  const settled: number[] = [];
  const delegate = {
    export: (batch: ExportBatch, done: (result: { code: number; error?: Error }) => void) =>
      void sent.push({ batch, answer: (error) => done(error ? { code: 1, error } : { code: 0 }) }),
    shutdown: async () => {},
  };
  const queue = createSignalQueue({
    signal: 'traces',
    target: { protocol: 'grpc', url: 'http://localhost:4317', headers: {}, timeoutMs: 1000, compression: 'none' },
    connect: () => delegate as never,
    random: () => 0.5,
    events: {
      busy() {},
      lastAttempt() {},
      acknowledged() {},
      failed() {},
      notice: ({ code }) => notices.push(code),
      settled: ({ items }) => settled.push(items),
    },
    ...options,
  });
  return { queue, sent, notices, settled, items: () => sent.map(({ batch }) => batch.items) };
}
const batch = (items: number): ExportBatch => ({ bytes: new Uint8Array(items), items });

test('a few batches are in flight at once, each is settled when it is acknowledged, none is sent twice', () => {
  const { queue, sent, settled, items } = queueOf();
  for (const count of [1, 2, 3, 4, 5]) queue.push(batch(count));
  assert.deepEqual(items(), [1, 2, 3, 4]);
  sent[1]!.answer();
  assert.deepEqual(items(), [1, 2, 3, 4, 5]);
  for (const index of [0, 2, 3, 4]) sent[index]!.answer();
  assert.deepEqual(settled, [2, 1, 3, 4, 5]);
});

test('while nothing listens a batch waits longer each time, and is sent when a collector does', () => {
  const { queue, sent, notices, settled } = queueOf();
  queue.push(batch(1));
  for (const wait of [1_000, 2_000, 4_000]) {
    sent.at(-1)!.answer(REFUSED);
    const before = sent.length;
    mock.timers.tick(wait - 1);
    assert.equal(sent.length, before, `not before ${wait} ms`);
    mock.timers.tick(1);
    assert.equal(sent.length, before + 1);
  }
  sent.at(-1)!.answer();
  assert.deepEqual(settled, [1]);
  assert.deepEqual(notices, [
    'FL_EXPORT_UNREACHABLE',
    'FL_EXPORT_UNREACHABLE',
    'FL_EXPORT_UNREACHABLE',
    'FL_EXPORT_RECOVERED',
  ]);
});

test('a signal that the endpoint does not implement rests for five minutes', () => {
  const { queue, sent, notices, settled } = queueOf();
  queue.push(batch(1));
  sent[0]!.answer(UNIMPLEMENTED);
  mock.timers.tick(5 * 60_000 - 1);
  queue.push(batch(2));
  assert.equal(sent.length, 1);
  mock.timers.tick(1);
  queue.push(batch(3));
  assert.equal(sent.length, 2);
  assert.deepEqual(notices, ['FL_EXPORT_UNIMPLEMENTED']);
  assert.deepEqual(settled, [1, 2], 'nothing is kept for an endpoint that does not want it');
});

test('what is refused for good is not sent again, and the next batch is', () => {
  const { queue, sent, notices } = queueOf();
  queue.push(batch(1));
  sent[0]!.answer(INVALID);
  queue.push(batch(2));
  assert.deepEqual(
    sent.map(({ batch: { items } }) => items),
    [1, 2],
  );
  assert.deepEqual(notices, ['FL_EXPORT_REJECTED']);
});

test('a flush tries what waits once, back-off or not, and ends when each was tried', () => {
  const { queue, sent } = queueOf();
  queue.push(batch(1));
  sent[0]!.answer(REFUSED);
  queue.push(batch(2));
  assert.equal(sent.length, 1, 'backing off');
  let done = 0;
  queue.flush(() => done++);
  assert.deepEqual(
    sent.slice(1).map(({ batch: { items } }) => items),
    [1, 2],
  );
  sent[1]!.answer(REFUSED);
  assert.equal(done, 0);
  sent[2]!.answer();
  assert.equal(done, 1);
  assert.equal(sent.length, 3, 'not tried twice');
});

test('what was in flight when a flush began takes no other batch its try', () => {
  const { queue, sent, items } = queueOf();
  for (const count of [1, 2, 3, 4, 5, 6]) queue.push(batch(count));
  let done = 0;
  queue.flush(() => done++);
  for (let index = 0; index < sent.length; index++) sent[index]!.answer(REFUSED);
  assert.deepEqual(items(), [1, 2, 3, 4, 5, 6]);
  assert.equal(done, 1);
  assert.equal(queue.waitingItems, 21, 'and all of it is kept');
});

test('a flush of an empty queue ends at once', () => {
  let done = 0;
  queueOf().queue.flush(() => done++);
  assert.equal(done, 1);
});

test('the oldest that waits goes first when space is needed', () => {
  const { queue, sent } = queueOf();
  queue.push(batch(1));
  sent[0]!.answer(REFUSED);
  queue.push(batch(2));
  assert.equal(queue.waitingItems, 3);
  assert.equal(queue.dropOldest()?.items, 1);
  assert.equal(queue.dropOldest()?.items, 2);
  assert.equal(queue.dropOldest(), undefined);
});

test('a sender that cannot be made is a failure like any other', () => {
  const { queue, notices } = queueOf({
    connect: () => {
      throw new Error('ENOENT: no such file, open ca.pem');
    },
  });
  queue.push(batch(1));
  assert.deepEqual(notices, ['FL_EXPORT_UNREACHABLE']);
});
