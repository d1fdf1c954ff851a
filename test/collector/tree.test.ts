// Spans become trees, in whatever order and however broken they arrive.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTrace, type TraceNode } from '../../collector';
import { walk } from '../../collector/traces/tree';
import { sketch, type SpanSketch } from './spans';

/** `a(b c(d))`: a tree in one line. */
const shape = (nodes: TraceNode[]): string =>
  nodes.map(({ span, children }) => span.spanId + (children.length > 0 ? `(${shape(children)})` : '')).join(' ');

const CASES: { name: string; spans: SpanSketch[]; tree: string; complete: boolean }[] = [
  { name: 'a root alone', spans: [{ id: 'a' }], tree: 'a', complete: true },
  {
    name: 'children in the order of their start',
    spans: [{ id: 'c', parent: 'a', from: 5 }, { id: 'b', parent: 'a', from: 1 }, { id: 'a' }],
    tree: 'a(b c)',
    complete: true,
  },
  {
    name: 'grandchildren before their parents',
    spans: [{ id: 'd', parent: 'c' }, { id: 'c', parent: 'a' }, { id: 'a' }],
    tree: 'a(c(d))',
    complete: true,
  },
  { name: 'a parent that is missing', spans: [{ id: 'b', parent: 'x' }], tree: 'b', complete: false },
  {
    name: 'a root beside an orphan that began earlier',
    spans: [{ id: 'o', parent: 'x', from: -5 }, { id: 'a' }, { id: 'b', parent: 'a' }],
    tree: 'a(b) o',
    complete: false,
  },
  { name: 'two roots', spans: [{ id: 'b', from: 1 }, { id: 'a' }], tree: 'a b', complete: false },
  { name: 'a span that is its own parent', spans: [{ id: 'a', parent: 'a' }], tree: 'a', complete: false },
  {
    name: 'a cycle',
    spans: [
      { id: 'a', parent: 'c' },
      { id: 'b', parent: 'a' },
      { id: 'c', parent: 'b' },
    ],
    tree: 'a(b(c))',
    complete: false,
  },
  {
    name: 'a cycle beside a root',
    spans: [{ id: 'r' }, { id: 'a', parent: 'b', from: 1 }, { id: 'b', parent: 'a', from: 2 }],
    tree: 'r a(b)',
    complete: false,
  },
];

for (const { name, spans, tree, complete } of CASES) {
  test(name, () => {
    const trace = buildTrace(spans.map(sketch));
    assert.equal(shape(trace.roots), tree);
    assert.equal(trace.complete, complete);
    assert.equal([...walk(trace.roots)].length, spans.length);
  });
}

test('the facts of a trace', () => {
  const { name, spanCount, errorCount, services, durationMs } = buildTrace([
    sketch({ id: 'late', parent: 'a', from: 8, to: 30, service: 'worker' }),
    sketch({ id: 'a', name: 'POST /buy' }),
    sketch({ id: 'b', parent: 'a', from: 2, to: 5, status: { code: 'ERROR' } }),
  ]);
  assert.deepEqual(
    { name, spanCount, errorCount, services, durationMs },
    { name: 'POST /buy', spanCount: 3, errorCount: 1, services: ['app', 'worker'], durationMs: 30 },
  );
});

const SELF: { name: string; children: [from: number, to: number][]; selfMs: number }[] = [
  { name: 'without children', children: [], selfMs: 10 },
  {
    name: 'one after the other',
    children: [
      [1, 3],
      [5, 6],
    ],
    selfMs: 7,
  },
  {
    name: 'side by side',
    children: [
      [1, 6],
      [2, 4],
      [5, 8],
    ],
    selfMs: 3,
  },
  {
    name: 'beyond the end',
    children: [
      [8, 20],
      [12, 15],
    ],
    selfMs: 8,
  },
  { name: 'before the start', children: [[-5, 2]], selfMs: 8 },
];

for (const { name, children, selfMs } of SELF) {
  test(`own time with children ${name}`, () => {
    const trace = buildTrace([
      sketch({ id: 'a' }),
      ...children.map(([from, to], index) => sketch({ id: String(index), parent: 'a', from, to })),
    ]);
    assert.equal(trace.roots[0]!.selfMs, selfMs);
  });
}

test('a chain of 20,000 spans is walked', () => {
  const trace = buildTrace(
    Array.from({ length: 20_000 }, (_, index) =>
      sketch({ id: String(index), ...(index > 0 && { parent: String(index - 1) }) }),
    ),
  );
  assert.equal([...walk(trace.roots)].at(-1)!.depth, 19_999);
});
