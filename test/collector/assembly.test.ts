// When a trace counts as finished. Time is a number here, so nothing waits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAssembly } from '../../collector/traces/assembly';
import { sketch, type SpanSketch } from './spans';

const TIMES = { quietMs: 500, remoteMs: 1500, orphanMs: 10_000 };
const http = { kind: 'CLIENT', attributes: { 'http.request.method': 'GET' } } as const;
const database = { kind: 'CLIENT', attributes: { 'db.system.name': 'redis' } } as const;

const CASES: { name: string; spans: SpanSketch[]; dueMs: number }[] = [
  { name: 'a root alone', spans: [{ id: 'a' }], dueMs: 500 },
  { name: 'root and child', spans: [{ id: 'b', parent: 'a' }, { id: 'a' }], dueMs: 500 },
  { name: 'a child whose root runs still', spans: [{ id: 'b', parent: 'a' }], dueMs: 10_000 },
  {
    name: 'a root, and a child whose parent runs still',
    spans: [{ id: 'a' }, { id: 'c', parent: 'b' }],
    dueMs: 10_000,
  },
  { name: 'a call to elsewhere', spans: [{ id: 'a' }, { id: 'b', parent: 'a', ...http }], dueMs: 1500 },
  {
    name: 'a call to elsewhere whose other side is there',
    spans: [{ id: 'a' }, { id: 'b', parent: 'a', ...http }, { id: 'c', parent: 'b', kind: 'SERVER' }],
    dueMs: 500,
  },
  { name: 'a message sent', spans: [{ id: 'a', kind: 'PRODUCER' }], dueMs: 1500 },
  { name: 'a database call', spans: [{ id: 'a' }, { id: 'b', parent: 'a', ...database }], dueMs: 500 },
];

for (const { name, spans, dueMs } of CASES) {
  test(`${name} is finished after ${dueMs} ms`, () => {
    const assembly = createAssembly(TIMES);
    assembly.add(spans.map(sketch), 1000);
    assert.equal(assembly.nextDueMs(), 1000 + dueMs);
    assert.deepEqual(assembly.due(1000 + dueMs - 1), []);
    assert.deepEqual(
      assembly.due(1000 + dueMs).map(({ spanCount }) => spanCount),
      [spans.length],
    );
    assert.equal(assembly.nextDueMs(), undefined);
  });
}

test('each arrival starts the quiet time anew', () => {
  const assembly = createAssembly(TIMES);
  assembly.add([sketch({ id: 'a' })], 0);
  assembly.add([sketch({ id: 'b', parent: 'a' })], 400);
  assert.deepEqual(assembly.due(899), []);
  assert.equal(assembly.due(900)[0]!.spanCount, 2);
});

test('latecomers make a continued trace of their own, and wait for no parent', () => {
  const assembly = createAssembly(TIMES);
  assembly.add([sketch({ id: 'a' })], 0);
  assert.equal(assembly.due(500)[0]!.continued, false);
  assembly.add([sketch({ id: 'b', parent: 'a' })], 600);
  const [late] = assembly.due(1100);
  assert.deepEqual([late!.continued, late!.name, late!.spanCount], [true, 'b', 1]);
});

test('a span that was sent twice is there once', () => {
  const assembly = createAssembly(TIMES);
  assembly.add([sketch({ id: 'a' })], 0);
  assembly.add([sketch({ id: 'a' })], 0);
  assert.equal(assembly.due(500)[0]!.spanCount, 1);
});

test('traces come out in the order of their start; flush hands out unfinished ones too', () => {
  const assembly = createAssembly(TIMES);
  assembly.add(
    [
      sketch({ id: 'a', traceId: 'later', from: 5 }),
      sketch({ id: 'a', traceId: 'earlier' }),
      sketch({ id: 'b', parent: 'x', traceId: 'orphan', from: 9 }),
    ],
    0,
  );
  assert.deepEqual(
    assembly.flush().map(({ traceId, complete }) => [traceId, complete]),
    [
      ['earlier', true],
      ['later', true],
      ['orphan', false],
    ],
  );
  assert.deepEqual(assembly.flush(), []);
});

test('beyond the bound the oldest trace comes out as it is', () => {
  const assembly = createAssembly({ ...TIMES, maxPendingSpans: 10 });
  for (let number = 0; number < 12; number++)
    assembly.add([sketch({ id: 'b', parent: 'a', traceId: String(number), from: number })], 0);
  assert.equal(assembly.nextDueMs(), 0);
  assert.deepEqual(
    assembly.due(0).map(({ traceId }) => traceId),
    ['0', '1'],
  );
});
