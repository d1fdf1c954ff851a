/**
 * The bytes in memory of their own, which can be transferred to another thread without a copy. What shares its memory
 * is copied: the pool of small buffers can't be transferred, and `slice` of a `Buffer` copies nothing.
 */
export function transferable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return whole ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}
