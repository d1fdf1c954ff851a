// The store is bounded, says what it dropped, and can be waited for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../../collector/store/store';
import type { LogEntry } from '../../collector';

const entry = (body: string): LogEntry => ({
  timeNs: 0n,
  severityText: '',
  severityNumber: 0,
  body,
  attributes: {},
  flags: 0,
  resource: {},
  scope: { name: '' },
});

test('the oldest requests leave first, of any signal, and are counted', () => {
  const store = createStore(20_000);
  store.add('metrics', [
    { name: 'm', unit: '', description: '', type: 'gauge', points: [], resource: {}, scope: { name: '' } },
  ]);
  for (let number = 0; number < 100; number++) store.add('logs', [entry(`${number} ${'x'.repeat(1000)}`), entry('y')]);
  assert.ok(store.bytes <= 20_000, `${store.bytes} bytes`);
  assert.ok(store.logs.length >= 16, `${store.logs.length} records`);
  assert.equal(store.logs.length + store.dropped.logs, 200);
  assert.deepEqual([store.metrics.length, store.dropped.metrics, store.dropped.spans], [0, 1, 0]);
  assert.match(String(store.logs.at(-2)!.body), /^99 /);
});

test('a request larger than the store is handed to listeners and then dropped', () => {
  const store = createStore(1000);
  const seen: number[] = [];
  store.on('logs', (records) => seen.push(records.length));
  store.add('logs', [entry('x'.repeat(2000))]);
  assert.deepEqual([seen, store.logs.length, store.dropped.logs, store.bytes], [[1], 0, 1, 0]);
});

test('a resource shared by the records of a request is counted once', () => {
  const resource = { text: 'x'.repeat(5000) };
  const store = createStore(1_000_000);
  store.add(
    'logs',
    Array.from({ length: 10 }, () => ({ ...entry(''), resource })),
  );
  assert.ok(store.bytes < 20_000, `${store.bytes} bytes`);
});

test('clear forgets records and counts; listeners stay until they are taken off', () => {
  const store = createStore(2000);
  let calls = 0;
  const undo = store.on('logs', () => calls++);
  store.add('logs', [entry('x'.repeat(3000))]);
  store.clear();
  assert.deepEqual([store.logs.length, store.dropped.logs, store.bytes], [0, 0, 0]);
  store.add('logs', [entry('')]);
  undo();
  undo();
  store.add('logs', [entry('')]);
  assert.equal(calls, 2);
  store.add('logs', []);
  assert.equal(store.logs.length, 2);
});

test('waitFor: at once, later, with the error of the probe, and in vain', async () => {
  const store = createStore(10_000);
  assert.equal(await store.waitFor(() => 'now', 5000), 'now');
  const later = store.waitFor(({ logs }) => logs.find(({ body }) => body === 'b'), 5000);
  store.add('logs', [entry('a')]);
  store.add('logs', [entry('b')]);
  assert.equal((await later).body, 'b');
  await assert.rejects(
    store.waitFor(() => assert.fail('wrong'), 5000),
    /wrong/,
  );
  await assert.rejects(
    store.waitFor(() => undefined, 1),
    /waited 1 ms in vain; the collector holds 0 spans, 2 log records, 0 metrics/,
  );
});

test('small records are bounded by their number, and an observer sees each of them come before it leaves', () => {
  const store = createStore(1e9, { spans: 10, logs: 10, metrics: 10 });
  const seen: string[] = [];
  store.on('logs', (records) => seen.push(`+${records.length}`));
  store.onLeaving('logs', (records) => seen.push(`-${records.length}`));
  store.add(
    'logs',
    Array.from({ length: 6 }, () => entry('')),
  );
  store.add(
    'logs',
    Array.from({ length: 6 }, () => entry('')),
  );
  store.add(
    'logs',
    Array.from({ length: 20 }, () => entry('')),
  );
  assert.deepEqual(seen, ['+6', '+6', '-6', '+20', '-26']);
  assert.deepEqual([store.logs.length, store.dropped.logs], [0, 32]);
});
