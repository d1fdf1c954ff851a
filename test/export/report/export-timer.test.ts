import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDurationMemory, openDurations } from '../../../lib/export/report/durations';
import { createExportTimer } from '../../../lib/export/report/export-timer';

/** A clock that the test sets, in ms, and what was noted. */
function watching() {
  const clock = { now: 0 };
  const durations = openDurations(createDurationMemory());
  return { clock, exportTimer: createExportTimer(durations, () => clock.now), read: () => durations.read('traces') };
}
const batch = () => ({ bytes: new Uint8Array(1), items: 1 });

test('one export a batch, from the first try to the last, with the waits in between', () => {
  const { clock, exportTimer, read } = watching();
  const one = batch();
  exportTimer.begin(one);
  exportTimer.failed(one, { code: 14 });
  clock.now = 3000;
  exportTimer.begin(one);
  clock.now = 3500;
  exportTimer.over('traces', one);
  assert.deepEqual(read(), [{ end: '', count: 1, sum: 3.5 }]);
});

test('what is given up between two tries has failed as the last one did', () => {
  const { exportTimer, read } = watching();
  const one = batch();
  exportTimer.begin(one);
  exportTimer.failed(one, { code: 14 });
  exportTimer.over('traces', one);
  assert.deepEqual(read(), [{ end: 'UNAVAILABLE', count: 1, sum: 0 }]);
});

test('it ends as its last try did', () => {
  const { exportTimer, read } = watching();
  const end = (error?: unknown) => {
    const one = batch();
    exportTimer.begin(one);
    exportTimer.over('traces', one, error);
  };
  end({ code: 3 });
  end({ code: 400 });
  end({ code: 'ECONNRESET' });
  end(new Error('what'));
  exportTimer.refusedSome('traces');
  end();
  end();
  assert.deepEqual(
    read().map(({ end: name }) => name),
    ['INVALID_ARGUMENT', '400', 'ECONNRESET', '_OTHER', 'partial_success', ''],
  );
});

test('what was never tried has no duration', () => {
  const { exportTimer, read } = watching();
  exportTimer.over('traces', batch());
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
