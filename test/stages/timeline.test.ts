import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTimeline } from '../../lib/stages/timeline';

test('stages are timed, those that throw too, and those of one name add up', () => {
  let now = 0;
  const timeline = createTimeline(() => now);
  assert.equal(
    timeline.measure('a', () => {
      now += 2;
      return timeline.measure('b', () => {
        now += 3;
        return 'done';
      });
    }),
    'done',
  );
  assert.throws(
    () =>
      timeline.measure('b', () => {
        now += 0.5;
        throw new Error('odd');
      }),
    /odd/,
  );
  assert.deepEqual(timeline.stages(), { a: 5, b: 3.5 });
});
