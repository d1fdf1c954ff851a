const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 10;

/** Lines that wait, encoded one behind the other, each with its priority: what is dropped last. */
export class Chunk {
  #buffer: Buffer;
  #end = 0;
  readonly #ends: number[] = [];
  readonly #priorities: number[] = [];
  readonly #counts: number[] = [];

  /** @param bytes The size, for a line that is longer than a chunk usually is. */
  constructor(bytes = 0) {
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(bytes, CHUNK_BYTES));
  }

  get lines(): number {
    return this.#ends.length;
  }

  /** How many lines of a priority there are. */
  count(priority: number): number {
    return this.#counts[priority] ?? 0;
  }

  /** Where each line ends, in `bytes`. */
  get ends(): readonly number[] {
    return this.#ends;
  }

  /** Valid until the chunk is changed. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#end);
  }

  /** Adds a line, without its newline. Returns the bytes it takes; 0: it does not fit. */
  add(line: string, priority: number): number {
    const start = this.#end;
    // A UTF-16 unit is at most three bytes of UTF-8; counting is only worth it if that bound is too wide.
    if (start + line.length * 3 >= this.#buffer.length && start + Buffer.byteLength(line) >= this.#buffer.length)
      return 0;
    const end = start + this.#buffer.write(line, start);
    this.#buffer[end] = NEWLINE;
    this.#end = end + 1;
    this.#ends.push(this.#end);
    this.#priorities.push(priority);
    this.#counts[priority] = this.count(priority) + 1;
    return this.#end - start;
  }

  /** Drops lines of a priority, the oldest first, until `bytes` are free. Returns what is free. */
  drop(priority: number, bytes: number): number {
    if (this.count(priority) === 0) return 0;
    let kept = 0;
    let to = 0;
    for (let line = 0, from = 0; line < this.#ends.length; line += 1) {
      const end = this.#ends[line]!;
      if (this.#priorities[line] !== priority || from - to >= bytes) {
        if (from > to) this.#buffer.copyWithin(to, from, end);
        to += end - from;
        this.#ends[kept] = to;
        this.#priorities[kept] = this.#priorities[line]!;
        kept += 1;
      }
      from = end;
    }
    const room = this.#end - to;
    this.#counts[priority] = this.count(priority) - (this.#ends.length - kept);
    this.#end = to;
    this.#ends.length = kept;
    this.#priorities.length = kept;
    // A few lines that are left must not hold the memory of many.
    if (to * 2 < this.#buffer.length) this.#buffer = Buffer.from(this.bytes);
    return room;
  }
}
