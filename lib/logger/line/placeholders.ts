/** How many bytes of a buffer a line shows; the rest is data, not a log. */
const SHOWN_BYTES = 512;

/** The name of an object's class, for any object. */
export function nameOf(value: object): string {
  try {
    const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
    return typeof name === 'string' && name !== '' ? name.slice(0, 100) : 'Object';
  } catch {
    return 'Object';
  }
}

/** What stands in a line for a value that threw when it was read. */
export function describeThrown(thrown: unknown): string {
  let reason = 'an unreadable value';
  try {
    reason = thrown instanceof Error ? String(thrown.message) : String(thrown);
  } catch {
    // What was thrown throws as well.
  }
  return `[Threw: ${reason.slice(0, 200)}]`;
}

/** The first bytes as base64, with a mark if some are left out. */
export function base64Of(value: ArrayBufferView | ArrayBufferLike): string {
  const bytes = ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : Buffer.from(value);
  const shown = bytes.subarray(0, SHOWN_BYTES).toString('base64');
  return bytes.length > SHOWN_BYTES ? `${shown}… [${bytes.length - SHOWN_BYTES} bytes cut]` : shown;
}
