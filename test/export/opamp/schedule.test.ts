import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInstanceUid, textOfUid } from '../../../lib/export/opamp/instance-uid';
import { createSchedule } from '../../../lib/export/opamp/schedule';

const exact = () => 0.5;

test('polls at the interval, and soon if there is news', () => {
  const schedule = createSchedule(30_000, exact);
  assert.equal(schedule.answered(false), 30_000);
  assert.equal(schedule.answered(true), 1_000);
  schedule.interval(500);
  assert.deepEqual([schedule.answered(false), schedule.answered(true)], [500, 500]);
});

test('drifts by a tenth', () => {
  const [least, most] = [() => 0, () => 1].map((random) => createSchedule(30_000, random).answered(false));
  assert.deepEqual([least, most], [27_000, 33_000]);
});

test('backs off to five minutes, or to a longer interval, and begins anew after an answer', () => {
  const schedule = createSchedule(30_000, exact);
  const waits = Array.from({ length: 6 }, () => schedule.failed());
  assert.deepEqual(waits, [30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
  schedule.answered(false);
  assert.equal(schedule.failed(), 30_000);
  const slow = createSchedule(3_600_000, exact);
  assert.deepEqual([slow.failed(), slow.failed()], [3_600_000, 3_600_000]);
});

test('waits as long as it is asked to, up to an hour', () => {
  const schedule = createSchedule(30_000, exact);
  assert.deepEqual([schedule.failed(100_000), schedule.failed(1e9)], [100_000, 3_600_000]);
});

test('identifiers are UUIDs of version 7, in the order of time', () => {
  const early = textOfUid(createInstanceUid(1_700_000_000_000));
  assert.match(early, /^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(early < textOfUid(createInstanceUid(1_700_000_000_001)));
});
