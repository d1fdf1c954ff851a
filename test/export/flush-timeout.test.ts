import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLoadFactor, flushTimeout } from '../../lib/export/flush-timeout';
import { SharedCell, CollectorState } from '../../lib/export/protocol';

const DEADLINE_MS = 3_000;
const STARTED = 100_000;

interface Case {
  title: string;
  collectorState?: number;
  busy?: true;
  /** When, in ms from the start of the wait on, the network was asked for the first and for the last time. */
  firstAttempt: number;
  lastAttempt: number;
  roundTrip?: number;
  loadFactor?: number;
  waits: number;
}

const CASES: Case[] = [
  {
    title: 'it has answered before: the whole deadline',
    collectorState: CollectorState.connected,
    firstAttempt: -60_000,
    lastAttempt: -60_000,
    waits: DEADLINE_MS,
  },
  {
    title: 'it never answered, and was asked long ago: a moment',
    firstAttempt: -60_000,
    lastAttempt: -60_000,
    waits: 150,
  },
  {
    title: 'it refused',
    collectorState: CollectorState.failed,
    firstAttempt: -60_000,
    lastAttempt: -60_000,
    waits: 150,
  },
  { title: 'what was asked during the wait gets its time', firstAttempt: -60_000, lastAttempt: 40, waits: 190 },
  { title: 'a short-lived process asked just before the wait', firstAttempt: -20, lastAttempt: -20, waits: 130 },
  {
    title: 'a short-lived process whose request goes out at the end of that',
    firstAttempt: -20,
    lastAttempt: 120,
    waits: 150,
  },
  { title: 'code is being loaded', busy: true, firstAttempt: -20, lastAttempt: -20, waits: 1_500 },
  {
    title: 'code is being loaded on a busy machine',
    busy: true,
    firstAttempt: -20,
    lastAttempt: -20,
    loadFactor: 1.8,
    waits: 2_700,
  },
  {
    title: 'four times as long on a busy machine',
    firstAttempt: -60_000,
    lastAttempt: -60_000,
    loadFactor: 4,
    waits: 600,
  },
  {
    title: 'never longer than the deadline',
    firstAttempt: -60_000,
    lastAttempt: -60_000,
    loadFactor: 100,
    waits: DEADLINE_MS,
  },
  {
    title: 'a connection to a collector far away stands: as long as its answer travels',
    firstAttempt: -100,
    lastAttempt: 30,
    roundTrip: 90,
    waits: 510,
  },
  { title: 'one that is very far away', firstAttempt: -100, lastAttempt: 30, roundTrip: 2_000, waits: DEADLINE_MS },
];

for (const {
  title,
  collectorState = CollectorState.unknown,
  busy,
  firstAttempt,
  lastAttempt,
  roundTrip = 0,
  loadFactor = 1,
  waits,
} of CASES) {
  test(`${title}: ${waits} ms`, () => {
    const cells = new Int32Array(new SharedArrayBuffer(SharedCell.size * Int32Array.BYTES_PER_ELEMENT));
    Object.entries({
      collectorState,
      busy: busy ? 1 : 0,
      firstAttempt: STARTED + firstAttempt,
      lastAttempt: STARTED + lastAttempt,
      roundTrip,
    }).forEach(([name, value]) => {
      cells[SharedCell[name as keyof typeof SharedCell]] = value;
    });
    assert.equal(
      flushTimeout(cells, STARTED, () => loadFactor, DEADLINE_MS),
      waits,
    );
  });
}

test('the load factor is at least 1', () => {
  const loadFactor = createLoadFactor();
  for (let look = 0; look < 20; look += 1) assert.ok(loadFactor() >= 1);
});

test('the network was never asked, on a machine that has been up for a month: a moment', () => {
  const cells = new Int32Array(new SharedArrayBuffer(SharedCell.size * Int32Array.BYTES_PER_ELEMENT));
  // Milliseconds in 32 bits go below 0 after 24.8 days.
  assert.equal(
    flushTimeout(cells, -2_000_000_000, () => 1, DEADLINE_MS),
    150,
  );
});
