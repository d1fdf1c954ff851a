import { SIGNALS, type Signal } from './protocol';

/**
 * What becomes of items. `made`: handed over by any thread. `sent`: acknowledged. `dropped`: given up because of a
 * bound. `refused`: given up because the
 * endpoint does not want them. So made = sent + dropped + refused + what still waits. `retried`: put back to be sent
 * again, each time. `spooled`: put on
 * disk. `flying`: being sent right now.
 */
export const FATES = ['made', 'sent', 'dropped', 'refused', 'retried', 'spooled', 'flying'] as const;
export type Fate = (typeof FATES)[number];
export type Counts = Readonly<Record<Fate, number>>;

/**
 * Where the parent of a new span was, and what the sampler said: the values of the semantic conventions, the latter in
 * the order of the SDK's numbers.
 */
export const ORIGINS = ['none', 'local', 'remote'] as const;
export const RESULTS = ['DROP', 'RECORD_ONLY', 'RECORD_AND_SAMPLE'] as const;
type Result = (typeof RESULTS)[number];
/** What is counted as it is created. */
export type Tally = `started ${(typeof ORIGINS)[number]} ${Result}` | `ended ${Result}` | 'log';
export const TALLIES: readonly Tally[] = [
  ...ORIGINS.flatMap((origin) => RESULTS.map((result) => `started ${origin} ${result}` as const)),
  ...RESULTS.map((result) => `ended ${result}` as const),
  'log',
];

/** How many items met which fate, over all threads of the process since its start. */
export interface Counters {
  add(signal: Signal, fate: Fate, items: number): void;
  read(signal: Signal): Counts;
  tally(name: Tally, count: number): void;
  tallies(): Readonly<Record<Tally, number>>;
}

/** Memory of counters, for all threads that count. 64 bits each: a busy process makes 2^31 spans in days. */
export const createCounterMemory = (): SharedArrayBuffer =>
  new SharedArrayBuffer((SIGNALS.length * FATES.length + TALLIES.length) * BigInt64Array.BYTES_PER_ELEMENT);

/** Opens counters in memory that may be shared. */
export function openCounters(memory: SharedArrayBuffer): Counters {
  const cells = new BigInt64Array(memory);
  const cell = (signal: Signal, fate: Fate): number => SIGNALS.indexOf(signal) * FATES.length + FATES.indexOf(fate);
  const place = (name: Tally): number => SIGNALS.length * FATES.length + TALLIES.indexOf(name);
  return {
    add: (signal, fate, items) => void Atomics.add(cells, cell(signal, fate), BigInt(items)),
    read: (signal) =>
      Object.fromEntries(FATES.map((fate) => [fate, Number(Atomics.load(cells, cell(signal, fate)))])) as Record<
        Fate,
        number
      >,
    tally: (name, count) => void Atomics.add(cells, place(name), BigInt(count)),
    tallies: () =>
      Object.fromEntries(TALLIES.map((name) => [name, Number(Atomics.load(cells, place(name)))])) as Record<
        Tally,
        number
      >,
  };
}
