// The store is bounded, says what it dropped, and can be waited for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../../collector/store/store';
import type { LogEntry, MetricEntry } from '../../collector';
import { sketch } from './spans';

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

const gauge = (name: string, second: number, value: number): MetricEntry => ({
  name,
  unit: '',
  description: '',
  type: 'gauge',
  resource: { 'service.name': 'app' },
  scope: { name: '' },
  points: [{ attributes: {}, timeNs: BigInt(second) * 1_000_000_000n, flags: 0, exemplars: [], value }],
});

test('the oldest requests of a kind leave first and are counted; other kinds stay', () => {
  const store = createStore(60_000);
  store.add('metrics', [gauge('m', 1, 1)]);
  store.add('traces', [sketch({ id: 'a' })]);
  for (let number = 0; number < 100; number++) store.add('logs', [entry(`${number} ${'x'.repeat(1000)}`), entry('y')]);
  assert.ok(store.bytes <= 60_000, `${store.bytes} bytes`);
  assert.ok(store.logs.length >= 16, `${store.logs.length} records`);
  assert.equal(store.logs.length + store.dropped.logs, 200);
  assert.deepEqual(
    [store.metrics.length, store.spans.length, store.dropped.metrics, store.dropped.spans],
    [1, 1, 0, 0],
  );
  assert.match(String(store.logs.at(-2)!.body), /^99 /);
});

test('20,000 small metrics push out no trace; what they measured stays as series', () => {
  const store = createStore(64 * 1024 * 1024);
  store.add('traces', [sketch({ id: 'a' })]);
  store.add('logs', [entry('a')]);
  for (let second = 0; second < 25; second++)
    store.add(
      'metrics',
      Array.from({ length: 1000 }, (_, at) => gauge(`m${at}`, second, at)),
    );
  assert.deepEqual([store.spans.length, store.logs.length, store.series.size], [1, 1, 1000]);
  assert.ok(store.metrics.length <= 20_000);
  assert.equal([...store.series.values()][0]!.points.length, 25);
});

test('resources with the same attributes become one object', () => {
  const store = createStore(1e6);
  store.add('logs', [{ ...entry('a'), resource: { 'service.name': 'a', list: [1n] } }]);
  store.add('logs', [{ ...entry('b'), resource: { 'service.name': 'a', list: [1n] } }]);
  store.add('logs', [{ ...entry('c'), resource: { 'service.name': 'b' } }]);
  const [a, b, c] = store.logs;
  assert.equal(a!.resource, b!.resource);
  assert.notEqual(a!.resource, c!.resource);
});

test('series: points of a day are thinned by age, and the newest are all there', () => {
  const store = createStore(1e6);
  for (let second = 0; second < 86_400; second += 3) store.add('metrics', [gauge('m', second, second)]);
  const [series] = store.series.values();
  const seconds = series!.points.map(({ timeNs }) => Number(timeNs / 1_000_000_000n));
  assert.ok(seconds.length < 600, `${seconds.length} points`);
  assert.ok(seconds[0]! < 3600, `the first is at ${seconds[0]}`);
  assert.deepEqual(
    seconds.slice(-50),
    Array.from({ length: 50 }, (_, at) => 86_397 - 3 * (49 - at)),
  );
  assert.deepEqual(
    [...seconds].sort((x, y) => x - y),
    seconds,
  );
});

test('series: increments are added up where points are thinned', () => {
  const store = createStore(1e6);
  for (let second = 0; second < 7200; second++)
    store.add('metrics', [{ ...gauge('m', second, 1), type: 'sum', temporality: 'DELTA', monotonic: true }]);
  const [series] = store.series.values();
  assert.equal(
    series!.points.reduce((total, { value }) => total + Number(value), 0),
    7200,
  );
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
  const store = createStore(6000);
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
