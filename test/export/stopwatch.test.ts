import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDurationMemory, openDurations } from '../../lib/export/durations';
import { createStopwatch } from '../../lib/export/stopwatch';

/** A clock that the test sets, in ms, and what was noted. */
function watching() {
  const clock = { now: 0 };
  const durations = openDurations(createDurationMemory());
  return { clock, stopwatch: createStopwatch(durations, () => clock.now), read: () => durations.read('traces') };
}
const batch = () => ({ bytes: new Uint8Array(1), items: 1 });

test('one export a batch, from the first try to the last, with the waits in between', () => {
  const { clock, stopwatch, read } = watching();
  const one = batch();
  stopwatch.begin(one);
  stopwatch.failed(one, { code: 14 });
  clock.now = 3000;
  stopwatch.begin(one);
  clock.now = 3500;
  stopwatch.over('traces', one);
  assert.deepEqual(read(), [{ end: '', count: 1, sum: 3.5 }]);
});

test('what is given up between two tries has failed as the last one did', () => {
  const { stopwatch, read } = watching();
  const one = batch();
  stopwatch.begin(one);
  stopwatch.failed(one, { code: 14 });
  stopwatch.over('traces', one);
  assert.deepEqual(read(), [{ end: 'UNAVAILABLE', count: 1, sum: 0 }]);
});

test('it ends as its last try did', () => {
  const { stopwatch, read } = watching();
  const end = (error?: unknown) => {
    const one = batch();
    stopwatch.begin(one);
    stopwatch.over('traces', one, error);
  };
  end({ code: 3 });
  end({ code: 400 });
  end({ code: 'ECONNRESET' });
  end(new Error('what'));
  stopwatch.refusedSome('traces');
  end();
  end();
  assert.deepEqual(
    read().map(({ end: name }) => name),
    ['INVALID_ARGUMENT', '400', 'ECONNRESET', '_OTHER', 'partial_success', ''],
  );
});

test('what was never tried has no duration', () => {
  const { stopwatch, read } = watching();
  stopwatch.over('traces', batch());
  assert.deepEqual(read(), []);
});

test('ends beyond those that have a place share the last one', () => {
  const durations = openDurations(createDurationMemory());
  for (let number = 400; number < 420; number += 1) durations.add('logs', String(number), 1);
  assert.equal(durations.read('logs').length, 16);
  assert.equal(
    durations.read('logs').reduce((sum, { count }) => sum + count, 0),
    20,
  );
  assert.deepEqual(durations.read('traces'), []);
});
