// What the page computes: filters, rows, the layout of the map, words for numbers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogEntry } from '../../collector';
import { freeColour } from '../../collector/page/colours';
import { appFirst } from '../../collector/page/parts/stack';
import { bytes, duration } from '../../collector/page/format';
import { layoutMap, NODE } from '../../collector/page/map/map-layout';
import { criticalPath, rowsOf } from '../../collector/page/traces/rows';
import { fragmentOf, parseAddress } from '../../collector/page/address';
import { detailOf } from '../../collector/viewer/detail';
import { mapOf } from '../../collector/viewer/map';
import { sketch } from '../collector/spans';
import { order, traceId } from './sample';

const ORDERS = Array.from({ length: 40 }, (_, number) => order(number, BigInt(number) * 1_000_000_000n));
const lines = (logs: readonly LogEntry[]): { record: LogEntry; seq: number }[] =>
  logs.map((record, seq) => ({ record, seq }));
const ALL = { closed: new Set<string>(), withLogs: true };

test('log lines stand between spans at their moment; closed spans hide what is below', () => {
  const { spans, logs } = ORDERS[3]!;
  const detail = detailOf(spans, lines(logs));
  const names = (closed: string[], withLogs: boolean): string[] =>
    rowsOf(detail, { closed: new Set(closed), withLogs }).map(
      (row) =>
        `${' '.repeat(row.depth)}${row.kind === 'span' ? row.span.name : row.kind === 'log' ? `"${row.log.body}"` : ''}`,
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
  const three = ['1', '2', '3'].map((body) => ({ ...logs[0]!, body }));
  const bodies = rowsOf(detailOf(spans, lines(three)), ALL).flatMap((row) => (row.kind === 'log' ? row.log.body : []));
  assert.deepEqual(bodies, ['1', '2', '3']);
});

test('5,000 spans, each within the one before, have their rows without recursion', () => {
  const deep = Array.from({ length: 5000 }, (_, at) =>
    sketch({ id: `s${at}`, ...(at > 0 && { parent: `s${at - 1}` }), from: at, to: 10_000 - at }),
  );
  assert.equal(rowsOf(detailOf(deep, []), ALL).length, 5000);
});

test('spans of one name below one parent are one row until it is opened; errors and what is chosen stay out', () => {
  const spans = [
    sketch({ id: 'root', to: 100 }),
    ...Array.from({ length: 8 }, (_, at) =>
      sketch({
        id: `q${at}`,
        name: 'hget',
        parent: 'root',
        from: at,
        to: at + 1,
        ...(at === 3 && { status: { code: 'ERROR', message: 'no' } }),
      }),
    ),
  ];
  const detail = detailOf(spans, []);
  const shown = (unfolded: string[], kept: string[] = []): string[] =>
    rowsOf(detail, { ...ALL, unfolded: new Set(unfolded), kept: new Set(kept) }).map((row) =>
      row.kind === 'fold' ? `${row.spans.length} × ${row.spans[0]!.name}` : row.key,
    );
  assert.deepEqual(shown([]), ['root', '7 × hget', 'q3']);
  assert.deepEqual(shown([], ['q5']), ['root', '6 × hget', 'q3', 'q5']);
  assert.equal(shown(['fold root app hget']).length, 10);
  assert.equal(rowsOf(detail, ALL).length, 9);
  const slowest = rowsOf(detailOf(ORDERS[0]!.spans, []), { ...ALL, byDuration: true });
  assert.deepEqual(
    slowest.map((row) => row.depth === 0 && row.kind === 'span' && row.span.durationMs),
    [48, 26, 22, 16, 3],
  );
});

test('the critical path: from the end backwards, the child that ended last', () => {
  const detail = detailOf(
    [
      sketch({ id: 'root', from: 0, to: 100 }),
      sketch({ id: 'a', parent: 'root', from: 10, to: 40 }),
      sketch({ id: 'b', parent: 'root', from: 20, to: 90 }),
      sketch({ id: 'c', parent: 'b', from: 30, to: 60 }),
    ],
    [],
  );
  assert.deepEqual(Object.fromEntries(criticalPath(detail.spans)), {
    root: [
      [90, 100],
      [0, 20],
    ],
    b: [
      [60, 90],
      [20, 30],
    ],
    c: [[30, 60]],
  });
});

test('stacks: frames of the app come first', () => {
  const stack =
    'E: no\n    at x (/app/node_modules/pg/a.js:1:1)\n    at run (node:internal/a:1:1)\n    at mine (/app/b.js:2:2)';
  assert.deepEqual(
    appFirst(stack)
      .split('\n')
      .map((line) => line.trim().slice(0, 9)),
    ['E: no', 'at mine (', '– librari', 'at x (/ap', 'at run (n'],
  );
  assert.equal(appFirst('no stack'), 'no stack');
});

test('colours: twelve services have twelve, each by its name', () => {
  const names = Array.from({ length: 12 }, (_, at) => `service-${at * 7}`);
  const used: number[] = [];
  for (const name of names) used.push(freeColour(name, used));
  assert.equal(new Set(used).size, 12);
  assert.equal(freeColour('web', []), freeColour('web', []));
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
