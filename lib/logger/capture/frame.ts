import { isUtf8 } from 'node:buffer';

const LINE_FEED = 10;
/** Text without an end of line, in bytes; more than this is no line. */
const MAX_REST = 1024 * 1024;

/** Cuts what is written to a stream into lines, wherever the writes begin and end. */
export class Frame {
  #rest: Buffer = Buffer.alloc(0);
  #isBinary = false;

  /** Whether the stream carries data that is no text: from then on nothing is a line. */
  get isBinary(): boolean {
    return this.#isBinary;
  }

  get isEmpty(): boolean {
    return this.#rest.length === 0;
  }

  /**
   * Adds bytes. Returns the lines that they end, without their line feeds; the rest waits, so characters are whole in a
   * line. Binary: all bytes, untouched.
   */
  add(bytes: Buffer): { readonly lines: readonly string[]; readonly raw?: Buffer } {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const end = all.lastIndexOf(LINE_FEED) + 1;
    const whole = all.subarray(0, end);
    if (this.#isBinary || bytes.includes(0) || !isUtf8(whole) || all.length - end > MAX_REST) {
      this.#isBinary = true;
      this.#rest = Buffer.alloc(0);
      return { lines: [], raw: all };
    }
    // The stream's user may write to the same memory again.
    this.#rest = Buffer.from(all.subarray(end));
    return { lines: end === 0 ? [] : whole.toString('utf8', 0, end - 1).split('\n') };
  }

  /** What waits for its line feed. */
  take(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest;
  }
}
