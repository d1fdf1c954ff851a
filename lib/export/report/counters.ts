import { SIGNALS, type Signal } from '../protocol';

/**
 * What happens to items. `made`: enqueued by any thread. `sent`: acknowledged. `dropped`: removed because of a limit.
 * `refused`: removed because the endpoint does not accept them. So made = sent + dropped + refused + what still waits.
 * `retried`: put back to be sent again, each time. `spooled`: put on disk. `inFlight`: being sent right now.
 */
export const OUTCOMES = ['made', 'sent', 'dropped', 'refused', 'retried', 'spooled', 'inFlight'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type Counts = Readonly<Record<Outcome, number>>;

/**
 * Where the parent of a new span was, and what the sampler said: the values of the semantic conventions, the latter in
 * the order of the SDK's numbers.
 */
export const ORIGINS = ['none', 'local', 'remote'] as const;
export const RESULTS = ['DROP', 'RECORD_ONLY', 'RECORD_AND_SAMPLE'] as const;
type Result = (typeof RESULTS)[number];
/** What is counted as it is created. */
export type SelfCounter = `started ${(typeof ORIGINS)[number]} ${Result}` | `ended ${Result}` | 'log';
export const SELF_COUNTERS: readonly SelfCounter[] = [
  ...ORIGINS.flatMap((origin) => RESULTS.map((result) => `started ${origin} ${result}` as const)),
  ...RESULTS.map((result) => `ended ${result}` as const),
  'log',
];

/** How many items had which outcome, over all threads of the process since its start. */
export interface Counters {
  add(signal: Signal, outcome: Outcome, items: number): void;
  read(signal: Signal): Counts;
  countSelf(name: SelfCounter, count: number): void;
  selfCounts(): Readonly<Record<SelfCounter, number>>;
}

/** Memory of counters, for all threads that count. 64 bits each: a busy process makes 2^31 spans in days. */
export const createCounterMemory = (): SharedArrayBuffer =>
  new SharedArrayBuffer((SIGNALS.length * OUTCOMES.length + SELF_COUNTERS.length) * BigInt64Array.BYTES_PER_ELEMENT);

/** Opens counters in memory that may be shared. */
export function openCounters(memory: SharedArrayBuffer): Counters {
  const cells = new BigInt64Array(memory);
  const cell = (signal: Signal, outcome: Outcome): number =>
    SIGNALS.indexOf(signal) * OUTCOMES.length + OUTCOMES.indexOf(outcome);
  const place = (name: SelfCounter): number => SIGNALS.length * OUTCOMES.length + SELF_COUNTERS.indexOf(name);
  return {
    add: (signal, outcome, items) => void Atomics.add(cells, cell(signal, outcome), BigInt(items)),
    read: (signal) =>
      Object.fromEntries(
        OUTCOMES.map((outcome) => [outcome, Number(Atomics.load(cells, cell(signal, outcome)))]),
      ) as Record<Outcome, number>,
    countSelf: (name, count) => void Atomics.add(cells, place(name), BigInt(count)),
    selfCounts: () =>
      Object.fromEntries(SELF_COUNTERS.map((name) => [name, Number(Atomics.load(cells, place(name)))])) as Record<
        SelfCounter,
        number
      >,
  };
}
