/** What is kept between messages: one that was larger is given back. */
const KEPT_BYTES = 1024 * 1024;
const FIRST_BYTES = 16 * 1024;
/** Of longer texts, the native encoder is faster. */
const SHORT_TEXT = 48;
const TWO_POW_32 = 2 ** 32;
const TWO_POW_16 = 2 ** 16;
const NANOSECONDS = 1e9;
/** The values of hexadecimal digits by their character codes. */
const DIGITS = new Uint8Array(128);
for (let value = 0; value < 16; value += 1) {
  DIGITS[value.toString(16).charCodeAt(0)] = value;
  DIGITS[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

/**
 * Writes the protobuf wire format into memory that it keeps: https://protobuf.dev/programming-guides/encoding/ Numbers
 * of tags are those of the wire: the field's number times eight plus the wire type, at most 127.
 */
export class ProtobufWriter {
  #bytes = Buffer.alloc(0);
  #at = 0;
  /** The last texts of `hex`, by their length: neighbours have the same trace, and most the same span. */
  readonly #decoded = new Map<number, { readonly text: string; readonly bytes: Uint8Array }>();

  /** How many bytes are written. */
  get length(): number {
    return this.#at;
  }

  /** Forgets all that was written behind this place. */
  rewind(to: number): void {
    this.#at = to;
    if (to === 0 && this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.alloc(0);
  }

  /** A copy of what is written, in memory of its own. */
  copy(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bytes.subarray(0, this.#at));
  }

  tag(tag: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = tag;
  }

  /** An integer of at most 64 bits, below 0 as its two's complement. */
  varint(value: number): void {
    this.#reserve(10);
    if (value >= 0 && value < TWO_POW_32) {
      let rest = value >>> 0;
      while (rest > 0x7f) {
        this.#bytes[this.#at++] = (rest & 0x7f) | 0x80;
        rest >>>= 7;
      }
      this.#bytes[this.#at++] = rest;
      return;
    }
    for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
      const isLast = rest < 0x80n;
      this.#bytes[this.#at++] = Number(rest & 0x7fn) | (isLast ? 0 : 0x80);
      if (isLast) return;
    }
  }

  double(value: number): void {
    this.#reserve(8);
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#at = this.#bytes.writeUInt32LE(value >>> 0, this.#at);
  }

  /** Seconds and nanoseconds as nanoseconds, in a fixed64: the product has more bits than a number. */
  time([seconds, nanoseconds]: readonly [number, number]): void {
    this.#reserve(8);
    const upper = Math.floor(seconds / TWO_POW_16) * NANOSECONDS;
    const lower = (seconds % TWO_POW_16) * NANOSECONDS + nanoseconds + (upper % TWO_POW_16) * TWO_POW_16;
    const high = Math.floor(upper / TWO_POW_16) + Math.floor(lower / TWO_POW_32);
    this.#at = this.#bytes.writeUInt32LE(Math.trunc(lower % TWO_POW_32) >>> 0, this.#at);
    this.#at = this.#bytes.writeUInt32LE(high >>> 0, this.#at);
  }

  /** A length, and so many bytes. */
  data(value: Uint8Array): void {
    this.varint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  /** A length, and the bytes that a text of hexadecimal digits stands for. */
  hex(text: string): void {
    let last = this.#decoded.get(text.length);
    if (last?.text !== text) this.#decoded.set(text.length, (last = { text, bytes: decodeHex(text) }));
    this.data(last.bytes);
  }

  /** A length, and the text in UTF-8. */
  text(text: string): void {
    const { length } = text;
    if (length <= SHORT_TEXT) {
      // One byte of length, and three for each UTF-16 unit at most.
      this.#reserve(2 + SHORT_TEXT * 3);
      const bytes = this.#bytes;
      const from = this.#at + 1;
      let index = 0;
      for (; index < length; index += 1) {
        const code = text.charCodeAt(index);
        if (code > 0x7f) break;
        bytes[from + index] = code;
      }
      if (index === length) {
        bytes[from - 1] = length;
        this.#at = from + length;
        return;
      }
    }
    const start = this.begin(length > 0x7f ? 2 : 1);
    this.#reserve(length * 3);
    this.#at += this.#bytes.write(text, this.#at);
    this.end(start, length > 0x7f ? 2 : 1);
  }

  /**
   * Begins a nested message, whose length is known at its end.
   *
   * @param reserved How many bytes its length will take, most likely.
   * @returns Its place, for `end`.
   */
  begin(reserved = 1): number {
    this.#reserve(reserved);
    this.#at += reserved;
    return this.#at;
  }

  /** Ends the message that `begin` began, with the same number of reserved bytes. */
  end(start: number, reserved = 1): void {
    const length = this.#at - start;
    let needed = 1;
    for (let rest = length >>> 7; rest > 0; rest >>>= 7) needed += 1;
    if (needed !== reserved) {
      this.#reserve(Math.max(0, needed - reserved));
      this.#bytes.copyWithin(start + needed - reserved, start, this.#at);
      this.#at += needed - reserved;
    }
    let at = start - reserved;
    let rest = length;
    for (; rest > 0x7f; rest >>>= 7) this.#bytes[at++] = (rest & 0x7f) | 0x80;
    this.#bytes[at] = rest;
  }

  #reserve(more: number): void {
    const needed = this.#at + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2, FIRST_BYTES));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

function decodeHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = (DIGITS[text.charCodeAt(index * 2) & 0x7f]! << 4) | DIGITS[text.charCodeAt(index * 2 + 1) & 0x7f]!;
  return bytes;
}
