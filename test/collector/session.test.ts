// A session that was saved is the session that comes back.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { decodeRequest } from '../../collector/decode/decode';
import { encodeLine } from '../../collector/saving/encode';
import { createLineSplitter } from '../../collector/saving/lines';
import { readSession, saveSession } from '../../collector/saving/session';
import { createStore } from '../../collector/store/store';
import type { LogEntry, MetricEntry } from '../../collector';
import { temporaryFolder } from '../support/folder';
import { sketch } from './spans';

const [resource, scope] = [
  { 'service.name': 'shop', 'process.pid': 7 },
  { name: 'test', version: '1' },
];
const ids = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };
const SPAN = {
  ...sketch({ id: ids.spanId, parent: 'aaaaaaaaaaaaaaaa', from: 1.5, to: 2.25, kind: 'CLIENT' }),
  ...ids,
  name: 'GET </script>\u2028 \u0000',
  resource,
  scope,
  flags: 0x101,
  traceState: 'a=b',
  status: { code: 'ERROR' as const, message: 'no' },
  dropped: { attributes: 1, links: 2 },
  attributes: {
    text: 'x',
    empty: '',
    no: false,
    big: 9223372036854775807n,
    small: -1,
    double: -0.25,
    nan: NaN,
    bytes: Buffer.from([1, 2, 3]),
    list: [1, { a: true }, null],
    nothing: null,
    ['__proto__x']: 1,
  },
  events: [{ name: 'exception', timeNs: 1_700_000_000_001_000_001n, attributes: { 'exception.message': 'm' } }],
  links: [{ ...ids, attributes: { why: 'because' } }],
};
const LOG: LogEntry = {
  timeNs: 5n,
  severityText: 'INFO2',
  severityNumber: 10,
  body: { nested: ['b'] },
  attributes: { a: 1 },
  ...ids,
  flags: 1,
  eventName: 'e',
  resource,
  scope,
};
const point = {
  attributes: { route: '/' },
  timeNs: 9n,
  startNs: 3n,
  flags: 0,
  exemplars: [{ value: 2.5, timeNs: 4n, ...ids, attributes: {} }],
};
const metric = (fields: Partial<MetricEntry>): MetricEntry => ({
  name: 'm',
  unit: 's',
  description: 'd',
  type: 'gauge',
  points: [],
  resource,
  scope,
  ...fields,
});
const METRICS = [
  metric({ points: [{ ...point, value: 0.5 }] }),
  metric({ type: 'sum', temporality: 'DELTA', monotonic: true, points: [{ ...point, value: 9223372036854775807n }] }),
  metric({
    type: 'histogram',
    temporality: 'CUMULATIVE',
    points: [{ ...point, count: 3, sum: 6, min: 1, max: 3, buckets: { bounds: [1.5], counts: [1, 2] } }],
  }),
  metric({
    type: 'exponentialHistogram',
    temporality: 'DELTA',
    points: [
      {
        ...point,
        count: 9,
        exponential: {
          scale: -2,
          zeroCount: 4,
          zeroThreshold: 0.5,
          positive: { offset: -7, counts: [1, 300] },
          negative: { offset: 3, counts: [2] },
        },
      },
    ],
  }),
  metric({ type: 'summary', points: [{ ...point, count: 2, sum: 3, quantiles: [{ quantile: 0.5, value: 1 }] }] }),
];

for (const [signal, records] of [
  ['traces', [SPAN]],
  ['logs', [LOG]],
  ['metrics', METRICS],
] as const) {
  test(`${signal} survive being written and read`, () => {
    const line = encodeLine(signal, records as never[]);
    assert.ok(!line.includes('\n'));
    assert.deepEqual(decodeRequest(signal, 'json', Buffer.from(line)), records);
  });
}

test('all three signals go into one file that only its owner reads, and come back in order', async () => {
  const folder = join(temporaryFolder(), 'new', 'folder');
  const [store, again] = [createStore(1e6), createStore(1e6)];
  const { file, close } = saveSession(store, folder, assert.fail);
  store.add('traces', [SPAN, SPAN]);
  store.add('metrics', METRICS);
  store.add('logs', [LOG]);
  close();
  store.add('logs', [LOG]);
  assert.deepEqual(
    readdirSync(folder).map((name) => join(folder, name)),
    [file],
  );
  if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line) as object)),
    [['resourceSpans'], ['resourceMetrics'], ['resourceLogs']],
  );
  assert.deepEqual(await readSession(file, again), { lines: 3, unreadable: 0 });
  assert.deepEqual([again.spans, again.metrics, again.logs], [[SPAN, SPAN], METRICS, [LOG]]);
});

test('a session ends at its bound, with a reason, and what is there stays readable', async () => {
  const store = createStore(1e6);
  const reasons: string[] = [];
  const { file } = saveSession(store, temporaryFolder(), (reason) => reasons.push(reason), 3000);
  for (let count = 0; count < 50; count++) store.add('logs', [LOG]);
  assert.deepEqual(reasons, ['it has reached 3000 bytes']);
  const { lines, unreadable } = await readSession(file, createStore(1e6));
  assert.ok(lines >= 5 && lines < 50 && unreadable === 0, `${lines} lines`);
  assert.ok(statSync(file).size <= 3000);
});

test('lines that are no OTLP are counted, the others are shown', async () => {
  const file = join(temporaryFolder(), 'a.jsonl');
  const line = encodeLine('traces', [SPAN]);
  writeFileSync(
    file,
    [
      line,
      '',
      'hello',
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{}]}]}]}',
      line.replace('{', '{ '),
      line.slice(0, 100),
    ].join('\r\n'),
  );
  const store = createStore(1e6);
  assert.deepEqual(await readSession(file, store), { lines: 5, unreadable: 3 });
  assert.equal(store.spans.length, 2);
});

test('lines end at line breaks only, and a compressed file is read as it is', async () => {
  const text = 'a\u2028b\u2029c\u0085d';
  const store = createStore(1e6);
  const { file, close } = saveSession(store, temporaryFolder(), assert.fail);
  store.add('logs', [{ ...LOG, body: text }, LOG]);
  close();
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
  for (const name of [file, `${file}.gz`]) {
    const again = createStore(1e6);
    assert.deepEqual(await readSession(name, again), { lines: 1, unreadable: 0 });
    assert.deepEqual([again.logs[0]!.body, again.logs.length], [text, 2]);
  }
});

test('lines that come in parts', () => {
  const { write, end } = createLineSplitter();
  const parts = ['a', 'b\r', '\nc\rd', '\n\ne\u2028', 'f\r', 'g'].map((part) => write(Buffer.from(part)));
  assert.deepEqual([...parts, end()], [[], [], ['ab', 'c'], ['d', ''], [], ['e\u2028f'], ['g']]);
});

test('of a series there is a point every 30 seconds and the last; increments are added up', async () => {
  const [store, again] = [createStore(1e6), createStore(1e6)];
  const { file, close } = saveSession(store, temporaryFolder(), assert.fail);
  const at = (second: number): object => ({ timeNs: BigInt(second) * 1_000_000_000n, startNs: 1n });
  for (let second = 0; second <= 90; second += 3)
    store.add('metrics', [
      metric({ points: [{ ...point, ...at(second), value: second }] }),
      metric({ name: 'd', type: 'sum', temporality: 'DELTA', points: [{ ...point, ...at(second), value: 1 }] }),
    ]);
  close();
  await readSession(file, again);
  const values = (name: string): unknown[] =>
    again.metrics.filter((each) => each.name === name).flatMap(({ points }) => points.map(({ value }) => value));
  assert.deepEqual(values('m'), [0, 30, 60, 90]);
  assert.deepEqual(values('d'), [1, 10, 10, 10]);
});

test('a file that is not there is an error of the file system', async () => {
  await assert.rejects(readSession('/nowhere/at/all.jsonl', createStore(1000)), { code: 'ENOENT' });
});
