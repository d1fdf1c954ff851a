import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isoTime, now, preciseTime } from '../../lib/logger/line/clock';

/** Times of lines each of which takes longer than a millisecond to write. */
function dearLines(count: number): { time: number; before: number; after: number; precise: [number, number] }[] {
  return Array.from({ length: count }, () => {
    const before = Date.now();
    const time = now();
    const after = Date.now();
    while (Date.now() < after + 2);
    return { time, before, after, precise: preciseTime(time) };
  });
}

test('a line has the time at which it was made, in the resolution of the clock, however long it takes', () => {
  const lines = dearLines(10);
  assert.ok(
    lines.some(({ precise: [, nanoseconds] }) => nanoseconds % 1e6 !== 0),
    'a part of a millisecond',
  );
  for (const { time, before, after, precise } of lines) {
    const [seconds, nanoseconds] = precise;
    assert.ok(time >= before && Math.floor(time) <= after, 'the millisecond is the system clock’s');
    assert.equal(new Date(seconds * 1000 + Math.floor(nanoseconds / 1e6)).toISOString(), isoTime(time));
  }
});

test('times that are the same come out in the order in which they are asked for', () => {
  const time = now();
  const [first, second] = [preciseTime(time), preciseTime(time)];
  assert.deepEqual(second, [first[0], first[1] + 1]);
});
