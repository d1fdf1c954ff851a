// Spans and metrics as charts, and services as a map.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricEntry, MetricPoint } from '../../collector';
import { chartsOf } from '../../collector/viewer/charts';
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

test('event loop, memory summed over its spaces, and other metrics', () => {
  const { charts } = chartsOf(
    [],
    [
      metric('nodejs.eventloop.delay.p99', [point(1, 0.012)], { unit: 's' }),
      metric('nodejs.eventloop.delay.p99', [point(2, 0.02)], { unit: 's' }),
      metric('v8js.memory.heap.used', [point(1, 100, { space: 'a' }), point(1, 23, { space: 'b' })], { unit: 'By' }),
      metric('jobs', [point(1, 7)]),
      metric('work', [{ ...point(1, 0), value: undefined, count: 4, sum: 2 }], { type: 'histogram', unit: 's' }),
      metric('nothing', []),
    ],
  );
  assert.deepEqual(
    charts.map(({ title, unit, times, series }) => [
      title,
      unit,
      times,
      ...series.map(({ label, values }) => [label, ...values]),
    ]),
    [
      ['Event loop delay', 'ms', [1, 2], ['p99', 12, 20]],
      ['Memory', 'bytes', [1], ['heap used', 123]],
      ['jobs', '', [1], ['app', 7]],
      ['work (mean)', 'ms', [1], ['app', 500]],
    ],
  );
});

test('two processes have a line each, and there are never too many charts', () => {
  const two = chartsOf(
    [],
    [1, 2].map((pid) =>
      metric('nodejs.eventloop.utilization', [point(1, pid / 10)], {
        resource: { 'service.name': 'app', 'process.pid': pid },
      }),
    ),
  );
  assert.deepEqual(two.charts[0]!.series, [
    { label: 'app #1', values: [10] },
    { label: 'app #2', values: [20] },
  ]);
  assert.equal(
    chartsOf(
      [],
      Array.from({ length: 100 }, (_, at) => metric(`m${at}`, [point(1, 1)])),
    ).charts.length,
    24,
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
