import type { LineBuffer } from './line-buffer';
import { Chunk } from './chunk';

/** How late a line is dropped: `detail` goes first, errors last. */
export const CLASSES = ['detail', 'info', 'warn', 'error'] as const;

const CLASS_OF: Readonly<Record<string, number>> = {
  silly: 0,
  debug: 0,
  trace: 0,
  verbose: 0,
  http: 0,
  info: 1,
  warn: 2,
  error: 3,
  fatal: 3,
};
/** The part of the buffer that is freed at a time: in a flood, every line would need some. */
const DROPPED_PART = 1 / 64;

/**
 * Lines that wait for a stream to take them again, in the order they came, within `maxBytes`. If it is full, lines of
 * the lowest class go first, the oldest of them before the newer ones; a line is only dropped for lines of its own
 * class or higher.
 */
export class OverflowBuffer {
  #chunks: Chunk[] = [];
  /** How many lines of each class wait: if there are none, none need to be looked for. */
  #counts = CLASSES.map(() => 0);
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

  /** Adds a line, without its newline. */
  add(line: string, level: string | undefined): void {
    const priority = CLASS_OF[level ?? 'info'] ?? 1;
    // A UTF-16 unit is at most three bytes of UTF-8; counting is only worth it if that bound is too wide.
    if (this.#bytes + line.length * 3 >= this.maxBytes && !this.#makeRoom(Buffer.byteLength(line) + 1, priority)) {
      this.#dropped += 1;
      return;
    }
    let added = this.#chunks.at(-1)?.add(line, priority) ?? 0;
    if (added === 0) {
      const chunk = new Chunk(line.length * 3 + 1);
      added = chunk.add(line, priority);
      this.#chunks.push(chunk);
    }
    this.#counts[priority]! += 1;
    this.#bytes += added;
  }

  /** Moves the oldest lines to `batch`, which is empty, as many as lie together. */
  fill(batch: LineBuffer): void {
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return;
    this.#bytes -= chunk.bytes.length;
    this.#counts = this.#counts.map((count, priority) => count - chunk.count(priority));
    batch.addBytes(chunk.bytes, chunk.ends);
  }

  /** Drops what waits and returns how many lines that were. */
  clear(): number {
    const lines = this.#chunks.reduce((sum, chunk) => sum + chunk.lines, 0);
    this.#chunks = [];
    this.#counts = CLASSES.map(() => 0);
    this.#bytes = 0;
    return lines;
  }

  #makeRoom(bytes: number, priority: number): boolean {
    // A line that can never fit costs no other its place.
    if (bytes > this.maxBytes) return false;
    for (let lower = 0; lower <= priority && this.#bytes + bytes > this.maxBytes; lower += 1)
      this.#drop(lower, this.#bytes + bytes - this.maxBytes);
    return this.#bytes + bytes <= this.maxBytes;
  }

  #drop(priority: number, bytes: number): void {
    if (this.#counts[priority] === 0) return;
    let missing = Math.max(bytes, Math.floor(this.maxBytes * DROPPED_PART));
    let isAnyEmpty = false;
    for (const chunk of this.#chunks) {
      if (missing <= 0) break;
      const { lines } = chunk;
      const room = chunk.drop(priority, missing);
      const dropped = lines - chunk.lines;
      this.#dropped += dropped;
      this.#counts[priority]! -= dropped;
      this.#bytes -= room;
      missing -= room;
      isAnyEmpty ||= chunk.lines === 0;
    }
    if (isAnyEmpty) this.#chunks = this.#chunks.filter(({ lines }) => lines > 0);
  }
}
