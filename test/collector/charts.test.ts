// Spans and metrics as charts, and services as a map.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricEntry, MetricPoint } from '../../collector';
import { chartsOf } from '../../collector/viewer/charts';
import { createStore } from '../../collector/store/store';
import type { Series } from '../../collector/store/series';
import { mapOf } from '../../collector/viewer/map';
import { percentile, trafficCharts } from '../../collector/viewer/traffic';
import { sketch } from './spans';

const server = (id: string, fromMs: number, durationMs: number, rest: object = {}) =>
  sketch({ id, kind: 'SERVER', from: fromMs, to: fromMs + durationMs, ...rest });

test('requests per second, errors and latency, step by step', () => {
  const charts = trafficCharts([
    server('a', 0, 10),
    server('b', 0, 20, { status: { code: 'ERROR' } }),
    server('c', 2000, 30, { attributes: { 'http.response.status_code': 502 } }),
    sketch({ id: 'x', kind: 'CLIENT' }),
  ]);
  assert.deepEqual(
    charts.map(({ title, unit }) => `${title} ${unit}`),
    ['Requests per second', 'Errors %', 'Latency ms'],
  );
  assert.deepEqual(
    charts[0]!.times.map((time) => time - charts[0]!.times[0]!),
    [0, 1, 2],
  );
  assert.deepEqual(charts[0]!.series, [{ label: 'app', values: [2, 0, 1] }]);
  assert.deepEqual(charts[1]!.series[0]!.values, [50, null, 100]);
  assert.deepEqual(
    charts[2]!.series.map(({ label, values }) => [label, ...values]),
    [
      ['p50', 10, null, 30],
      ['p90', 20, null, 30],
      ['p99', 20, null, 30],
    ],
  );
  assert.deepEqual(trafficCharts([sketch({ id: 'x' })]), []);
});

test('a chart has a bounded number of steps for any time, and forgets what is days older', () => {
  for (const hours of [0.1, 1, 12, 23])
    assert.ok(
      trafficCharts([server('a', 0, 1), server('b', hours * 3_600_000, 1)])[0]!.times.length <= 120,
      `${hours} hours`,
    );
  assert.deepEqual(trafficCharts([server('a', 0, 1), server('b', 1e9, 1)])[0]!.series[0]!.values, [1]);
});

test('percentiles', () => {
  const numbers = Array.from({ length: 100 }, (_, at) => 100 - at);
  assert.deepEqual(
    [50, 90, 99, 100].map((percent) => percentile([...numbers], percent)),
    [50, 90, 99, 100],
  );
  assert.equal(percentile([], 50), null);
});

const point = (second: number, value: number, attributes = {}): MetricPoint => ({
  attributes,
  timeNs: BigInt(second) * 1_000_000_000n,
  flags: 0,
  exemplars: [],
  value,
});
const metric = (name: string, points: MetricPoint[], fields: Partial<MetricEntry> = {}): MetricEntry => ({
  name,
  unit: '',
  description: '',
  type: 'gauge',
  points,
  resource: { 'service.name': 'app', 'process.pid': 1 },
  scope: { name: '' },
  ...fields,
});

const seriesOf = (metrics: MetricEntry[]): Series[] => {
  const store = createStore(1e7);
  store.add('metrics', metrics);
  return [...store.series.values()];
};
const shown = (metrics: MetricEntry[], chosen: string[] = []): unknown[] =>
  chartsOf([], seriesOf(metrics), {}, chosen).charts.map(({ title, unit, times, series }) => [
    title,
    unit,
    times,
    ...series.map(({ label, values }) => [label, ...values.map((value) => value && Number(value.toFixed(6)))]),
  ]);

test('event loop, memory summed over its spaces, and other metrics', () => {
  assert.deepEqual(
    shown([
      metric('nodejs.eventloop.delay.p99', [point(1, 0.012)], { unit: 's' }),
      metric('nodejs.eventloop.delay.p99', [point(2, 0.02)], { unit: 's' }),
      metric('v8js.memory.heap.used', [point(1, 100, { space: 'a' }), point(1, 23, { space: 'b' })], { unit: 'By' }),
      metric('jobs', [point(1, 7)]),
      metric('nothing', []),
    ]),
    [
      ['Event loop delay', 'ms', [1, 2], ['p99', 12, 20]],
      ['Memory', 'bytes', [1], ['heap used', 123]],
      ['jobs', '', [1], ['app', 7]],
    ],
  );
});

test('two exports within a step are not added up, and a step between two exports has a value', () => {
  assert.deepEqual(shown([metric('jobs', [point(10, 7)]), metric('jobs', [point(10, 8)])]), [
    ['jobs', '', [10], ['app', 8]],
  ]);
  const steady = Array.from({ length: 4 }, (_, at) => metric('jobs', [point(10 + 3 * at, at)]));
  assert.deepEqual(shown(steady), [['jobs', '', [10, 15], ['app', 1, 3]]]);
});

test('counters are shown by their growth, histograms by percentiles of what came in each step', () => {
  const counter = (second: number, value: number): MetricEntry =>
    metric('sent', [point(second, value)], { type: 'sum', temporality: 'CUMULATIVE', monotonic: true });
  assert.deepEqual(shown([counter(0, 100), counter(1, 110), counter(2, 5), counter(3, 6)]), [
    ['sent per second', '', [0, 1, 2, 3], ['app', null, 10, 5, 1]],
  ]);
  const histogram = (second: number, counts: number[]): MetricEntry =>
    metric('work', [{ ...point(second, 0), value: undefined, count: 1, buckets: { bounds: [0.1, 1], counts } }], {
      type: 'histogram',
      unit: 's',
      temporality: 'CUMULATIVE',
    });
  assert.deepEqual(shown([histogram(0, [10, 0, 0]), histogram(1, [10, 10, 0]), histogram(2, [10, 10, 0])]), [
    ['work', 'ms', [0, 1, 2], ['p50', 50, 550, null], ['p95', 95, 955, null], ['p99', 99, 991, null]],
  ]);
});

test('metrics of telemetry come last, and what is chosen is shown', () => {
  const many = ['otel.sdk.span.live', 'v8js.gc', ...Array.from({ length: 30 }, (_, at) => `m${at + 10}`)];
  const metrics = many.map((name) => metric(name, [point(1, 1)]));
  const { charts, names } = chartsOf([], seriesOf(metrics));
  assert.deepEqual([charts.length, names.length, names.filter(({ isShown }) => isShown).length], [24, 32, 24]);
  assert.deepEqual(
    names.slice(-2).map(({ name }) => name),
    ['v8js.gc', 'otel.sdk.span.live'],
  );
  assert.deepEqual(shown(metrics, ['otel.sdk.span.live']), [['otel.sdk.span.live', '', [1], ['app', 1]]]);
});

test('of many processes those that live are shown', () => {
  const metrics = Array.from({ length: 12 }, (_, pid) =>
    metric('jobs', [point(pid < 3 ? 50 : pid, 1)], { resource: { 'service.name': 'app', 'process.pid': pid } }),
  );
  const [chart] = chartsOf([], seriesOf(metrics)).charts;
  assert.equal(chart!.series.length, 8);
  for (const pid of [0, 1, 2]) assert.ok(chart!.series.some(({ label }) => label === `app #${pid}`));
});

test('two processes have a line each', () => {
  const two = [1, 2].map((pid) =>
    metric('nodejs.eventloop.utilization', [point(1, pid / 10)], {
      resource: { 'service.name': 'app', 'process.pid': pid },
    }),
  );
  assert.deepEqual(shown(two), [['Event loop utilization', '%', [1], ['app #1', 10], ['app #2', 20]]]);
});

test('the map: a queue lies between producer and consumer', () => {
  const attributes = { 'messaging.destination.name': 'orders' };
  const { edges } = mapOf([
    sketch({ id: 'a', kind: 'PRODUCER', service: 'web', attributes }),
    sketch({ id: 'b', parent: 'a', kind: 'CONSUMER', service: 'worker', attributes }),
  ]);
  assert.deepEqual(
    edges.map(({ from, to }) => [from, to]),
    [
      ['service:web', 'queue:orders'],
      ['queue:orders', 'service:worker'],
    ],
  );
});

test('the map: services that call each other, and what did not answer with spans', () => {
  const { nodes, edges } = mapOf([
    sketch({ id: 'a', kind: 'SERVER', service: 'web' }),
    sketch({
      id: 'b',
      parent: 'a',
      kind: 'CLIENT',
      service: 'web',
      attributes: { 'server.address': 'api', 'server.port': 80 },
    }),
    sketch({ id: 'c', parent: 'b', kind: 'SERVER', service: 'api', to: 4, status: { code: 'ERROR' } }),
    sketch({
      id: 'd',
      parent: 'c',
      kind: 'CLIENT',
      service: 'api',
      attributes: { 'db.system.name': 'postgresql', 'db.namespace': 'shop', 'server.address': 'db' },
    }),
    sketch({
      id: 'e',
      parent: 'c',
      kind: 'PRODUCER',
      service: 'api',
      attributes: { 'messaging.destination.name': 'orders' },
    }),
    sketch({
      id: 'f',
      parent: 'c',
      kind: 'CLIENT',
      service: 'api',
      attributes: { 'server.address': 'example.org', 'server.port': 443 },
    }),
  ]);
  assert.deepEqual(
    nodes.map(({ kind, name, spans, errors }) => [kind, name, spans, errors]),
    [
      ['service', 'web', 2, 0],
      ['service', 'api', 4, 1],
      ['database', 'postgresql shop', 1, 0],
      ['queue', 'orders', 1, 0],
      ['external', 'example.org:443', 1, 0],
    ],
  );
  assert.deepEqual(
    edges.map(({ from, to, calls, errors, p50Ms }) => [from, to, calls, errors, p50Ms]),
    [
      ['service:web', 'service:api', 1, 1, 4],
      ['service:api', 'database:postgresql shop', 1, 0, 10],
      ['service:api', 'queue:orders', 1, 0, 10],
      ['service:api', 'external:example.org:443', 1, 0, 10],
    ],
  );
  assert.ok(
    mapOf(
      Array.from({ length: 500 }, (_, at) =>
        sketch({ id: `${at}`, kind: 'CLIENT', attributes: { 'server.address': `h${at}` } }),
      ),
    ).nodes.length <= 60,
  );
});
