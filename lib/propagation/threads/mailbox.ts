/** How many bytes of contexts wait for a thread that is busy; contexts beyond that are lost, their messages are not. */
const CAPACITY = 256 * 1024;

/** The cells at the beginning, before the bytes: how far both sides have come, in bytes, modulo 2^32. */
const Cell = { written: 0, read: 1, size: 2 } as const;
const HEAD = Cell.size * Int32Array.BYTES_PER_ELEMENT;
const RECORD_HEAD = 8;

/** One end of a mailbox. */
export interface Mailbox {
  /**
   * Leaves the text for the message with this number, which has not been sent yet. Numbers rise from call to call; the
   * undo is for the last one.
   */
  put(number: number, text: string): () => void;
  /**
   * The text that was left for the message with this number, or undefined. What was left for earlier ones is thrown
   * away.
   */
  take(number: number): string | undefined;
}

/**
 * Shared memory in which one thread leaves texts for numbered messages that it sends to another. Untouched, it takes up
 * no memory.
 */
export const createMemory = (): SharedArrayBuffer => new SharedArrayBuffer(HEAD + CAPACITY);

/**
 * Opens a mailbox, at the sender's end or at the receiver's: one of each. A text is in memory before its message is
 * sent, so the receiver of the message finds it there; messages themselves stay as they are, and no message is sent.
 */
export function openMailbox(memory: SharedArrayBuffer): Mailbox {
  const cells = new Int32Array(memory, 0, Cell.size);
  const bytes = new Uint8Array(memory, HEAD);
  const position = (cell: number) => Atomics.load(cells, cell) >>> 0;

  const copyIn = (data: Uint8Array, at: number) => {
    const start = at % CAPACITY;
    const first = Math.min(data.length, CAPACITY - start);
    bytes.set(data.subarray(0, first), start);
    bytes.set(data.subarray(first), 0);
  };
  const copyOut = (at: number, length: number): Buffer => {
    const start = at % CAPACITY;
    const first = Math.min(length, CAPACITY - start);
    return Buffer.concat([bytes.subarray(start, start + first), bytes.subarray(0, length - first)]);
  };

  return {
    put(number, text) {
      const data = Buffer.from(text);
      const written = position(Cell.written);
      const waiting = (written - position(Cell.read)) >>> 0;
      if (waiting + RECORD_HEAD + data.length > CAPACITY) return () => {};
      const head = Buffer.alloc(RECORD_HEAD);
      head.writeUInt32LE(number, 0);
      head.writeUInt32LE(data.length, 4);
      copyIn(head, written);
      copyIn(data, written + RECORD_HEAD);
      Atomics.store(cells, Cell.written, (written + RECORD_HEAD + data.length) | 0);
      return () => void Atomics.store(cells, Cell.written, written | 0);
    },
    take(number) {
      for (;;) {
        const read = position(Cell.read);
        if (read === position(Cell.written)) return undefined;
        const head = copyOut(read, RECORD_HEAD);
        if (head.readUInt32LE(0) > number) return undefined;
        const text = copyOut(read + RECORD_HEAD, head.readUInt32LE(4)).toString();
        Atomics.store(cells, Cell.read, (read + RECORD_HEAD + head.readUInt32LE(4)) | 0);
        if (head.readUInt32LE(0) === number) return text;
      }
    },
  };
}
