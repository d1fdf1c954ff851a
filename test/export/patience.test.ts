import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCrowding, patience } from '../../lib/export/patience';
import { Cell, Link } from '../../lib/export/protocol';

const DEADLINE_MS = 3_000;
const STARTED = 100_000;

interface Case {
  title: string;
  link?: number;
  busy?: true;
  /** When, in ms from the start of the wait on, the network was asked for the first and for the last time. */
  probed: number;
  asked: number;
  trip?: number;
  crowding?: number;
  waits: number;
}

const CASES: Case[] = [
  {
    title: 'it has answered before: the whole deadline',
    link: Link.stood,
    probed: -60_000,
    asked: -60_000,
    waits: DEADLINE_MS,
  },
  { title: 'it never answered, and was asked long ago: a moment', probed: -60_000, asked: -60_000, waits: 150 },
  { title: 'it refused', link: Link.failed, probed: -60_000, asked: -60_000, waits: 150 },
  { title: 'what was asked during the wait gets its time', probed: -60_000, asked: 40, waits: 190 },
  { title: 'a short-lived process asked just before the wait', probed: -20, asked: -20, waits: 130 },
  { title: 'a short-lived process whose request goes out at the end of that', probed: -20, asked: 120, waits: 150 },
  { title: 'code is being loaded', busy: true, probed: -20, asked: -20, waits: 1_500 },
  {
    title: 'code is being loaded on a crowded machine',
    busy: true,
    probed: -20,
    asked: -20,
    crowding: 1.8,
    waits: 2_700,
  },
  { title: 'four times as long on a crowded machine', probed: -60_000, asked: -60_000, crowding: 4, waits: 600 },
  { title: 'never longer than the deadline', probed: -60_000, asked: -60_000, crowding: 100, waits: DEADLINE_MS },
  {
    title: 'a connection to a collector far away stands: as long as its answer travels',
    probed: -100,
    asked: 30,
    trip: 90,
    waits: 510,
  },
  { title: 'one that is very far away', probed: -100, asked: 30, trip: 2_000, waits: DEADLINE_MS },
];

for (const { title, link = Link.unknown, busy, probed, asked, trip = 0, crowding = 1, waits } of CASES) {
  test(`${title}: ${waits} ms`, () => {
    const cells = new Int32Array(new SharedArrayBuffer(Cell.size * Int32Array.BYTES_PER_ELEMENT));
    Object.entries({ link, busy: busy ? 1 : 0, probed: STARTED + probed, asked: STARTED + asked, trip }).forEach(
      ([name, value]) => {
        cells[Cell[name as keyof typeof Cell]] = value;
      },
    );
    assert.equal(
      patience(cells, STARTED, () => crowding, DEADLINE_MS),
      waits,
    );
  });
}

test('a machine is never less than not crowded', () => {
  const crowding = createCrowding();
  for (let look = 0; look < 20; look += 1) assert.ok(crowding() >= 1);
});

test('the network was never asked, on a machine that has been up for a month: a moment', () => {
  const cells = new Int32Array(new SharedArrayBuffer(Cell.size * Int32Array.BYTES_PER_ELEMENT));
  // Milliseconds in 32 bits go below 0 after 24.8 days.
  assert.equal(
    patience(cells, -2_000_000_000, () => 1, DEADLINE_MS),
    150,
  );
});
