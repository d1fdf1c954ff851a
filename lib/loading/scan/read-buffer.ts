import fs from 'node:fs';

/** An ArrayBuffer whose size may change, of ES2024; Node.js has had them since 20. */
type Resizable = ArrayBuffer & { resize(bytes: number): void };
const ResizableBuffer = ArrayBuffer as unknown as new (bytes: number, options: { maxByteLength: number }) => Resizable;

/**
 * Memory for files that are read once, one after the other, and given back at once: a Buffer for each would be held
 * until the next full collection, which many a process never sees.
 */
export class ReadBuffer {
  readonly #memory: Resizable;

  /** @param maxBytes What the largest file may have. Takes address space only. */
  constructor(maxBytes: number) {
    this.#memory = new ResizableBuffer(0, { maxByteLength: maxBytes });
  }

  /** Reads a whole file of so many bytes. Valid until the next call. */
  read(descriptor: number, bytes: number): Buffer {
    this.#memory.resize(bytes);
    const buffer = Buffer.from(this.#memory, 0, bytes);
    for (let at = 0; at < bytes;) {
      const count = fs.readSync(descriptor, buffer, at, bytes - at, null);
      if (count === 0) throw new Error('the file has become shorter');
      at += count;
    }
    return buffer;
  }

  free(): void {
    this.#memory.resize(0);
  }
}
