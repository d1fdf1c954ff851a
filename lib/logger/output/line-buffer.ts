/** How much is collected before it is written, turn or no turn. */
const BATCH_BYTES = 64 * 1024;
/**
 * A part of the buffer that text is never added up to: what had to be cut off at the end of the buffer is then shorter
 * than what ASCII would have been.
 */
const SLACK_BYTES = 4;
const NEWLINE = 10;
/** A buffer that has become larger than this is not kept. */
const KEPT_BYTES = 4 * BATCH_BYTES;

/**
 * Whole lines, one behind the other. They are kept as one text and encoded together, once they are to be written: that
 * costs half of what encoding each one costs. A line that is longer than a batch has one of its own.
 */
export class LineBuffer {
  #buffer = Buffer.allocUnsafeSlow(BATCH_BYTES + SLACK_BYTES);
  /** Where the bytes start that have not been written. */
  #start = 0;
  /** How many bytes the lines have; for those of `#text`, if they are ASCII. */
  #end = 0;
  /** Where each line ends, likewise. */
  readonly #ends: number[] = [];
  #lines = 0;
  /** The first line that is not written in full. */
  #first = 0;
  /** The first line behind the last piece. */
  #next = 0;
  /** What is not encoded yet: the lines from `#encoded` on, whose place is from `#encodedEnd` on. */
  #text = '';
  #encoded = 0;
  #encodedEnd = 0;

  get isEmpty(): boolean {
    return this.#first === this.#lines;
  }

  /** How many lines are not written in full. */
  get lines(): number {
    return this.#lines - this.#first;
  }

  /** How many bytes are not written. */
  get length(): number {
    this.#encode();
    return this.#end - this.#start;
  }

  /** Adds a line, without its newline; false if it does not fit. Any line fits into an empty batch. */
  add(line: string): boolean {
    if (this.#end + line.length + 1 > BATCH_BYTES && !this.#makeRoom(line.length + 1)) return false;
    this.#text += line;
    this.#text += '\n';
    this.#push(this.#end + line.length + 1);
    return true;
  }

  /** Adds lines that are encoded already, with their newlines. @param ends Where each of them ends. */
  addBytes(bytes: Buffer, ends: readonly number[] = [bytes.length]): boolean {
    this.#encode();
    if (this.#end + bytes.length > BATCH_BYTES && !this.#makeRoom(bytes.length)) return false;
    const start = this.#end;
    bytes.copy(this.#buffer, start);
    for (const end of ends) this.#push(start + end);
    this.#markEncoded();
    return true;
  }

  /** The next lines to write: as many as fit into `most` bytes, but at least one. Valid until another line is added. */
  piece(most: number): Buffer {
    this.#encode();
    if (this.#end - this.#start <= most) return this.#buffer.subarray(this.#start, this.#end);
    let next = this.#first + 1;
    while (next < this.#lines && this.#ends[next]! - this.#start <= most) next += 1;
    this.#next = next;
    return this.#buffer.subarray(this.#start, this.#ends[next - 1]);
  }

  /** Takes out what has been written. */
  skip(bytes: number): void {
    this.#start += bytes;
    if (this.#start === this.#end) return this.clear();
    // Most pieces are written in full.
    if (this.#next > this.#first && this.#ends[this.#next - 1] === this.#start) this.#first = this.#next;
    else while (this.#ends[this.#first]! <= this.#start) this.#first += 1;
  }

  clear(): void {
    this.#start = 0;
    this.#end = 0;
    this.#lines = 0;
    this.#first = 0;
    this.#next = 0;
    this.#text = '';
    this.#markEncoded();
    // One huge line must not hold its memory for good.
    if (this.#buffer.length > KEPT_BYTES) this.#buffer = Buffer.allocUnsafeSlow(BATCH_BYTES + SLACK_BYTES);
  }

  #push(end: number): void {
    this.#ends[this.#lines] = end;
    this.#lines += 1;
    this.#end = end;
  }

  /** Whether `bytes` more fit, even in the place of lines that have been written. */
  #makeRoom(bytes: number): boolean {
    this.#encode();
    if (this.#start > 0) {
      this.#buffer.copyWithin(0, this.#start, this.#end);
      for (let line = this.#first; line < this.#lines; line += 1)
        this.#ends[line - this.#first] = this.#ends[line]! - this.#start;
      this.#lines -= this.#first;
      this.#end -= this.#start;
      this.#start = 0;
      this.#first = 0;
      this.#next = 0;
      this.#markEncoded();
    }
    if (!this.isEmpty && this.#end + bytes > BATCH_BYTES) return false;
    if (this.#end + bytes + SLACK_BYTES > this.#buffer.length) this.#grow(this.#end + bytes);
    return true;
  }

  #grow(bytes: number): void {
    const buffer = Buffer.allocUnsafeSlow(bytes + SLACK_BYTES);
    this.#buffer.copy(buffer, 0, 0, this.#encodedEnd);
    this.#buffer = buffer;
  }

  #encode(): void {
    const text = this.#text;
    if (text === '') return;
    this.#text = '';
    const bytes = this.#buffer.write(text, this.#encodedEnd);
    // With ASCII alone, every character is a byte, and the ends are right as they are.
    if (bytes !== text.length) this.#findEnds(text, bytes);
    this.#markEncoded();
  }

  /** Does for text with other characters what is left to do. @param bytes How many fitted. */
  #findEnds(text: string, bytes: number): void {
    const start = this.#encodedEnd;
    let end = start + bytes;
    if (end + SLACK_BYTES > this.#buffer.length) {
      this.#grow(start + Buffer.byteLength(text));
      end = start + this.#buffer.write(text, start);
    }
    const ends = this.#ends.slice(this.#encoded, this.#lines);
    let at = start;
    for (let line = this.#encoded; line < this.#lines; line += 1) {
      at = this.#buffer.indexOf(NEWLINE, at) + 1;
      this.#ends[line] = at;
    }
    this.#end = end;
    if (at === end) return;
    // Lines for people may have newlines inside.
    let from = 0;
    at = start;
    ends.forEach((to, index) => {
      at += Buffer.byteLength(text.slice(from, to - start));
      from = to - start;
      this.#ends[this.#encoded + index] = at;
    });
  }

  #markEncoded(): void {
    this.#encoded = this.#lines;
    this.#encodedEnd = this.#end;
  }
}
