import type { Batch } from './batch';

/** How hard a line is held on to: `detail` goes first, errors last. */
export const CLASSES = ['detail', 'info', 'warn', 'error'] as const;

const CLASS_OF: Readonly<Record<string, number>> = { silly: 0, debug: 0, trace: 0, verbose: 0, http: 0, info: 1, warn: 2, error: 3, fatal: 3 };

interface Held {
  readonly order: number;
  readonly bytes: Buffer;
}

/**
 * Lines that wait for a stream to take them again, in the order they came, within `maxBytes`. Where there is no room,
 * lines of the lowest class go first, the oldest of them before the newer ones; a line is only dropped for lines of its own class or higher.
 */
export class Backlog {
  readonly #classes: Held[][] = CLASSES.map(() => []);
  // Where each class's list starts: shifting long arrays is slow.
  readonly #starts: number[] = CLASSES.map(() => 0);
  // A line that was taken out and had no room where it was to go.
  #head: Buffer | undefined;
  #order = 0;
  #bytes = 0;
  #dropped = 0;

  constructor(readonly maxBytes: number) {}

  /** Bytes that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#bytes === 0;
  }

  /** Lines dropped since the last call. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** Adds a line with its newline. */
  add(bytes: Buffer, level: string | undefined): void {
    const rank = CLASS_OF[level ?? 'info'] ?? 1;
    // A line that can never fit costs no other its place.
    for (let lower = 0; lower <= rank && bytes.length <= this.maxBytes && this.#bytes + bytes.length > this.maxBytes; lower += 1) {
      while (this.#bytes + bytes.length > this.maxBytes && this.#shift(lower)) this.#dropped += 1;
    }
    if (this.#bytes + bytes.length > this.maxBytes) {
      this.#dropped += 1;
      return;
    }
    this.#order += 1;
    this.#classes[rank]!.push({ order: this.#order, bytes });
    this.#bytes += bytes.length;
  }

  /** Moves lines to `batch`, as many as have room there. */
  fill(batch: Batch): void {
    for (let line = this.next(); line; line = this.next()) {
      if (batch.addBytes(line)) continue;
      this.#head = line;
      this.#bytes += line.length;
      return;
    }
  }

  /** Takes the next line out, or undefined. */
  next(): Buffer | undefined {
    const head = this.#head;
    if (head) {
      this.#head = undefined;
      this.#bytes -= head.length;
      return head;
    }
    let oldest = -1;
    let order = Infinity;
    for (let rank = 0; rank < CLASSES.length; rank += 1) {
      const held = this.#classes[rank]![this.#starts[rank]!];
      if (held && held.order < order) {
        oldest = rank;
        order = held.order;
      }
    }
    return oldest < 0 ? undefined : this.#shift(oldest);
  }

  /** Drops whatever waits and returns how many lines that were. */
  clear(): number {
    let lines = 0;
    while (this.next()) lines += 1;
    return lines;
  }

  #shift(rank: number): Buffer | undefined {
    const list = this.#classes[rank]!;
    const start = this.#starts[rank]!;
    const held = list[start];
    if (!held) return undefined;
    this.#bytes -= held.bytes.length;
    if (start > 1024 && start * 2 > list.length) {
      list.splice(0, start + 1);
      this.#starts[rank] = 0;
    } else {
      list[start] = undefined as never;
      this.#starts[rank] = start + 1;
    }
    return held.bytes;
  }
}
