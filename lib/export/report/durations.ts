import { SIGNALS, type Signal } from '../protocol';

/** How many different ends of exports are counted for a signal; further ones count as the last. */
const ENDS = 16;
/** The longest name of an end, in bytes. */
const NAME = 40;
const VALUES_SIZE = 2 * Float64Array.BYTES_PER_ELEMENT;
const SIZE = NAME + VALUES_SIZE;

/** Exports that ended alike. */
export interface Ended {
  /**
   * Why they failed: a status of gRPC by its name, one of HTTP by its number, an error of the network by its code.
   * Empty if all was accepted.
   */
  readonly end: string;
  readonly count: number;
  /** How long they took together, in seconds. */
  readonly sum: number;
}

/** How long exports took, from the first try of a batch to the end of its last one. */
export interface Durations {
  /** Called by the exporter thread alone. */
  add(signal: Signal, end: string, seconds: number): void;
  /** Called by any thread: what the exporter thread has noted costs the app's thread nothing before. */
  read(signal: Signal): Ended[];
}

/** Memory of durations, for one thread that writes and others that read. */
export const createDurationMemory = (): SharedArrayBuffer => new SharedArrayBuffer(SIGNALS.length * ENDS * SIZE);

/** Opens durations in memory that may be shared. */
export function openDurations(memory: SharedArrayBuffer): Durations {
  const places = SIGNALS.map((_, signal) =>
    Array.from({ length: ENDS }, (_each, index) => {
      const at = (signal * ENDS + index) * SIZE;
      return { name: Buffer.from(memory, at, NAME), values: new Float64Array(memory, at + NAME, 2) };
    }),
  );
  const nameOf = ({ name }: { name: Buffer }): string => name.toString('latin1').replaceAll('\0', '');
  return {
    add(signal, end, seconds) {
      const mine = places[SIGNALS.indexOf(signal)]!;
      const text = end.slice(0, NAME);
      const place = mine.find((each) => each.values[0] === 0 || nameOf(each) === text) ?? mine.at(-1)!;
      if (place.values[0] === 0) place.name.write(text, 'latin1');
      place.values[1]! += seconds;
      place.values[0]! += 1;
    },
    read: (signal) =>
      places[SIGNALS.indexOf(signal)]!.filter(({ values }) => values[0]! > 0).map((each) => ({
        end: nameOf(each),
        count: each.values[0]!,
        sum: each.values[1]!,
      })),
  };
}
