import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { ExportBatch } from '../../../lib/export/queue/batch';
import { createSignalQueue, type SignalQueueOptions } from '../../../lib/export/queue/signal-queue';
import type { Notice } from '../../../lib/export/protocol';
import { decode, encode } from '../request/requests';

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
  queue.flush(() => done++, true);
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

test('a flush tries again what a broken connection took with it, a few times', () => {
  const { queue, sent, settled } = queueOf();
  const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  let done = 0;
  queue.push(batch(1));
  queue.flush(() => done++, true);
  sent[0]!.answer(broken);
  assert.deepEqual([sent.length, done], [2, 0]);
  sent[1]!.answer();
  assert.deepEqual([settled, done], [[1], 1]);
  queue.push(batch(2));
  queue.flush(() => done++, true);
  for (let index = 2; index < sent.length; index++) sent[index]!.answer(broken);
  assert.deepEqual([sent.length, done], [7, 2]);
  assert.equal(queue.waitingItems, 2, 'and it is kept');
});

test('what was in flight when a flush began takes no other batch its try', () => {
  const { queue, sent, items } = queueOf();
  for (const count of [1, 2, 3, 4, 5, 6]) queue.push(batch(count));
  let done = 0;
  queue.flush(() => done++, true);
  for (let index = 0; index < sent.length; index++) sent[index]!.answer(REFUSED);
  assert.deepEqual(items(), [1, 2, 3, 4, 5, 6]);
  assert.equal(done, 1);
  assert.equal(queue.waitingItems, 21, 'and all of it is kept');
});

test('a flush of an empty queue ends at once', () => {
  let done = 0;
  queueOf().queue.flush(() => done++, true);
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

const tooLarge = Object.assign(new Error(), { code: 8, details: 'received message larger than max (9 vs. 5)' });
const spans = (names: string[], text = ''): ExportBatch => ({
  bytes: encode(
    'protobuf',
    'traces',
    names.map((name) => ({ name, values: { text } })),
  ),
  items: names.length,
});
const namesIn = ({ bytes }: ExportBatch): string[] => decode('protobuf', 'traces', bytes).map(({ name }) => name);

test('what the endpoint calls too large is sent in smaller requests at once, before what came later', () => {
  const { queue, sent, notices, settled } = queueOf();
  queue.push(spans(['a', 'b', 'c', 'd'], 'x'.repeat(1_000)));
  queue.push(spans(['e']));
  sent[0]!.answer(tooLarge);
  assert.deepEqual(
    sent.slice(2).map(({ batch: each }) => namesIn(each)),
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  );
  for (const { answer } of sent.slice(1)) answer();
  assert.deepEqual([...settled].sort(), [1, 2, 2]);
  assert.deepEqual(notices, []);
});

test('once larger requests have been refused, smaller ones are made from the start', () => {
  const { queue, sent } = queueOf();
  const many = Array.from({ length: 20 }, (_, index) => `s${index}`);
  queue.push(spans(many));
  sent[0]!.answer(Object.assign(new Error(), { code: 413 }));
  const after = sent.length;
  queue.push(spans(many));
  assert.ok(sent.slice(after).every(({ batch: { items } }) => items < 20));
});

test('an item that is too large alone is cut until it fits, and dropped by its name if it never does', () => {
  const { queue, sent, notices, settled } = queueOf();
  queue.push(spans(['large'], 'x'.repeat(100_000)));
  const sizes = [sent[0]!.batch.bytes.byteLength];
  while (settled.length === 0) {
    sent.at(-1)!.answer(Object.assign(new Error('too large'), { code: 413 }));
    sizes.push(sent.at(-1)!.batch.bytes.byteLength);
  }
  assert.deepEqual(
    sizes.slice(0, -1),
    [...sizes.slice(0, -1)].sort((a, b) => b - a),
  );
  assert.ok(sent.length < 12, `${sent.length} tries`);
  assert.equal(notices.at(-1), 'FL_EXPORT_TOO_LARGE');
  assert.ok(notices.slice(0, -1).every((code) => code === 'FL_EXPORT_CUT'));
});

test('a flush ends when the smaller requests were tried, too', () => {
  const { queue, sent } = queueOf();
  queue.push(spans(['a', 'b']));
  let done = 0;
  queue.flush(() => done++, true);
  sent[0]!.answer(tooLarge);
  sent[1]!.answer();
  assert.equal(done, 0);
  sent[2]!.answer();
  assert.equal(done, 1);
});

test('metrics go one by one, the oldest first, after an outage, too', () => {
  const { queue, sent, items } = queueOf({ signal: 'metrics' });
  for (const count of [1, 2, 3]) queue.push(batch(count));
  sent[0]!.answer(REFUSED);
  queue.push(batch(4));
  mock.timers.tick(1_000);
  for (let next = 1; next < 5; next++) {
    assert.equal(sent.length, next + 1, 'one at a time');
    sent[next]!.answer();
  }
  assert.deepEqual(items(), [1, 1, 2, 3, 4]);
});

test('a flush before the last ends when what was there has been taken, and not later', () => {
  const { queue, sent } = queueOf();
  for (const count of [1, 2]) queue.push(batch(count));
  let done = 0;
  queue.flush(() => done++, false);
  queue.push(batch(3));
  sent[0]!.answer();
  assert.equal(done, 0);
  sent[1]!.answer();
  assert.equal(done, 1);
});

test('a flush before the last ends with the first try that fails', () => {
  const { queue, sent, items } = queueOf();
  for (let count = 1; count <= 9; count++) queue.push(batch(count));
  let done = 0;
  queue.flush(() => done++, false);
  sent[0]!.answer(REFUSED);
  assert.equal(done, 1);
  assert.deepEqual(items(), [1, 2, 3, 4]);
});

test('a flush before the last tries once while the endpoint is known to be away', () => {
  const { queue, sent } = queueOf();
  for (const count of [1, 2, 3]) queue.push(batch(count));
  for (const each of sent.slice()) each.answer(REFUSED);
  let done = 0;
  queue.flush(() => done++, false);
  assert.equal(sent.length, 4);
  sent[3]!.answer();
  assert.equal(done, 0, 'the others are tried now');
  sent[4]!.answer();
  sent[5]!.answer();
  assert.equal(done, 1);
});
