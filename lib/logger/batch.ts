/** How much is collected before it is written, turn or no turn. */
const BATCH_BYTES = 64 * 1024;

/** Whole lines, encoded one behind the other into one buffer. A line that is longer than the buffer has a batch of its own. */
export class Batch {
  #buffer = Buffer.allocUnsafeSlow(BATCH_BYTES);
  #length = 0;
  #lines = 0;
  readonly #ends: number[] = [];

  get isEmpty(): boolean {
    return this.#lines === 0;
  }

  get length(): number {
    return this.#length;
  }

  /** The lines from byte `start` on, as many as have room in `most` bytes, but one at least. Valid until the next line is added. */
  piece(start: number, most: number): Buffer {
    if (this.#length - start <= most) return this.#buffer.subarray(start, this.#length);
    let end = 0;
    for (let index = 0; index < this.#lines && (end <= start || this.#ends[index]! - start <= most); index += 1) end = this.#ends[index]!;
    return this.#buffer.subarray(start, end);
  }

  /** Adds a line with its newline; false where there is no room for it. An empty batch has room for any line. */
  add(text: string): boolean {
    const start = this.#length;
    // A UTF-16 unit is at most three bytes of UTF-8; counting is only worth it where that bound is too wide.
    const bound = text.length * 3;
    if (start + bound > this.#buffer.length) {
      const length = Buffer.byteLength(text);
      if (start > 0 && start + length > BATCH_BYTES) return false;
      if (start + length > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(length);
    }
    this.#push(start + this.#buffer.write(text, start));
    return true;
  }

  /** Adds a line that is encoded already. */
  addBytes(bytes: Buffer): boolean {
    const end = this.#length + bytes.length;
    if (this.#length > 0 && end > BATCH_BYTES) return false;
    if (end > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(end);
    bytes.copy(this.#buffer, this.#length);
    this.#push(end);
    return true;
  }

  /** How many lines are not whole before byte `start`. */
  linesAfter(start: number): number {
    let lines = this.#lines;
    while (lines > 0 && this.#ends[this.#lines - lines]! <= start) lines -= 1;
    return lines;
  }

  clear(): void {
    this.#length = 0;
    this.#lines = 0;
    // One huge line must not hold its memory for good.
    if (this.#buffer.length > BATCH_BYTES) this.#buffer = Buffer.allocUnsafeSlow(BATCH_BYTES);
  }

  #push(end: number): void {
    this.#ends[this.#lines] = end;
    this.#lines += 1;
    this.#length = end;
  }
}
