// What the page computes: filters, rows, the layout of the map, words for numbers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterLogs, NO_LOG_FILTER } from '../../collector/page/logs/log-filter';
import { filterTraces, NO_FILTER, choices, type TraceFilter } from '../../collector/page/traces/filter';
import { bytes, duration } from '../../collector/page/format';
import { layoutMap, NODE } from '../../collector/page/map/map-layout';
import { rowsOf } from '../../collector/page/traces/rows';
import { fragmentOf, parseAddress } from '../../collector/page/address';
import { detailOf } from '../../collector/viewer/detail';
import { logLine } from '../../collector/viewer/log-lines';
import { mapOf } from '../../collector/viewer/map';
import { summaryOf } from '../../collector/viewer/summary';
import { sketch } from '../collector/spans';
import { order, traceId } from './sample';

const ORDERS = Array.from({ length: 40 }, (_, number) => order(number, BigInt(number) * 1_000_000_000n));
const traces = ORDERS.map(({ spans }) => summaryOf(spans));
const ids = (filter: Partial<TraceFilter>): number[] =>
  filterTraces(traces, { ...NO_FILTER, errorsFirst: false, ...filter }).map(({ id }) =>
    traces.findIndex((trace) => trace.id === id),
  );

const FILTERS: { name: string; filter: Partial<TraceFilter>; expected: number[] }[] = [
  { name: 'a word of a path', filter: { text: '/orders/12' }, expected: [12] },
  { name: 'two words, in any letter case', filter: { text: 'POOL stock/20' }, expected: [20] },
  { name: 'a trace ID', filter: { text: traceId(7) }, expected: [7] },
  { name: 'an unknown word', filter: { text: 'pool nowhere' }, expected: [] },
  { name: 'errors', filter: { status: 'error' }, expected: [3, 20, 37] },
  { name: 'a class of status codes', filter: { status: '5' }, expected: [3, 20, 37] },
  { name: 'another class', filter: { status: '4' }, expected: [] },
  { name: 'a duration', filter: { minMs: 76 }, expected: [28, 29] },
  { name: 'a service and a route', filter: { service: 'orders', route: '/orders/:id', minMs: 77 }, expected: [29] },
  { name: 'an unknown service', filter: { service: 'else' }, expected: [] },
];

for (const { name, filter, expected } of FILTERS)
  test(`traces by ${name}`, () => assert.deepEqual(ids(filter), expected));

test('errors first, each part in its order', () =>
  assert.deepEqual(ids({ errorsFirst: true }).slice(0, 5), [3, 20, 37, 0, 1]));

test('choices: the most frequent first', () =>
  assert.deepEqual(
    choices([...traces, { ...traces[0]!, services: ['orders'] }], (trace) => trace.services),
    ['orders', 'shop-web'],
  ));

test('log lines by words of text and fields, service and level', () => {
  const lines = ORDERS.flatMap(({ logs }) => logs).map(logLine);
  assert.equal(filterLogs(lines, NO_LOG_FILTER).length, lines.length);
  assert.deepEqual(
    filterLogs(lines, { ...NO_LOG_FILTER, level: 'error', service: 'orders' }).map(({ body }) => body),
    Array(3).fill('connection pool is exhausted'),
  );
  assert.deepEqual(
    filterLogs(lines, { ...NO_LOG_FILTER, text: 'REQUEST-20 completed' }).map(({ level }) => level),
    ['error'],
  );
});

test('log lines stand between spans at their moment; closed spans hide what is below', () => {
  const { spans, logs } = ORDERS[3]!;
  const detail = detailOf(spans, logs);
  const names = (closed: string[], withLogs: boolean): string[] =>
    rowsOf(detail, new Set(closed), withLogs).map(
      (row) => `${' '.repeat(row.depth)}${row.kind === 'span' ? row.span.name : `"${row.log.body}"`}`,
    );
  assert.deepEqual(names([], true), [
    'POST /orders/:id',
    ' "request started"',
    ' GET',
    '  GET /stock/:id',
    '   pg.query:SELECT',
    '   "looking up the stock of 3"',
    '   "connection pool is exhausted"',
    ' publish order.placed',
    ' "request completed"',
  ]);
  assert.deepEqual(names([spans[1]!.spanId], false), ['POST /orders/:id', ' GET', ' publish order.placed']);
});

test('lines of one millisecond stay in the order in which they came', () => {
  const { spans, logs } = ORDERS[0]!;
  const lines = ['1', '2', '3'].map((body) => ({ ...logs[0]!, body }));
  const bodies = rowsOf(detailOf(spans, lines), new Set(), true).flatMap((row) =>
    row.kind === 'log' ? row.log.body : [],
  );
  assert.deepEqual(bodies, ['1', '2', '3']);
});

test('5,000 spans, each within the one before, have their rows without recursion', () => {
  const deep = Array.from({ length: 5000 }, (_, at) =>
    sketch({ id: `s${at}`, ...(at > 0 && { parent: `s${at - 1}` }), from: at, to: 10_000 - at }),
  );
  assert.equal(rowsOf(detailOf(deep, []), new Set(), true).length, 5000);
});

test('the map: callers before those they call, nothing upon each other, circles and all', () => {
  const map = mapOf(ORDERS.flatMap(({ spans }) => spans));
  map.edges.push({ ...map.edges[0]!, from: map.edges[0]!.to, to: map.edges[0]!.from });
  for (const downwards of [true, false]) {
    const { nodes, width, height } = layoutMap(map, downwards);
    const place = (name: string): number => {
      const node = nodes.find((each) => each.name === name)!;
      return downwards ? node.y : node.x;
    };
    assert.ok(place('orders') < place('postgresql shop'));
    assert.equal(nodes.length, 4);
    for (const a of nodes) {
      assert.ok(a.x >= 0 && a.y >= 0 && a.x + NODE.width <= width && a.y + NODE.height <= height);
      for (const b of nodes)
        assert.ok(
          a === b || Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height,
          `${a.name} covers ${b.name}`,
        );
    }
  }
});

test('addresses: an unknown one is the list, and its parameters come back', () => {
  assert.deepEqual(parseAddress('#/nowhere/x'), { view: 'traces', query: new URLSearchParams() });
  assert.equal(parseAddress('#/traces/<script>').traceId, undefined);
  const { traceId: id, query } = parseAddress(fragmentOf('traces', traceId(1), { span: 'a&b=<c>' }));
  assert.deepEqual([id, query.get('span')], [traceId(1), 'a&b=<c>']);
});

test('durations and sizes', () => {
  assert.deepEqual([0, 0.0042, 0.42, 1.234, 45.67, 678.9, 1234, 125_000].map(duration), [
    '0 ms',
    '4.2 µs',
    '420 µs',
    '1.23 ms',
    '45.7 ms',
    '679 ms',
    '1.23 s',
    '2 min 5 s',
  ]);
  assert.deepEqual([0, 1000, 1536, 20 * 1024 ** 2, 3 * 1024 ** 3].map(bytes), [
    '0 B',
    '1000 B',
    '1.5 kB',
    '20.0 MB',
    '3.0 GB',
  ]);
});
