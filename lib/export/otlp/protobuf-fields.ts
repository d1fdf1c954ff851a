/** A field of a protobuf message: a number for varints, bytes for everything else. */
export type Field = readonly [number: number, value: number | Buffer];

/**
 * The fields of a protobuf message, as far as it can be read: what a collector answers is taken as it comes.
 * https://protobuf.dev/programming-guides/encoding/
 */
export function* fieldsOf(message: Buffer): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; at < message.length; scale *= 128) {
      const byte = message[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < message.length) {
    const tag = varint();
    const wire = tag % 8;
    if (wire === 0) {
      yield [Math.floor(tag / 8), varint()];
      continue;
    }
    const size = wire === 2 ? varint() : wire === 1 ? 8 : wire === 5 ? 4 : Infinity;
    if (at + size > message.length) return;
    yield [Math.floor(tag / 8), message.subarray(at, at + size)];
    at += size;
  }
}

/** The last value of a field, of the given kind; undefined if there is none. */
export function bytesOf(message: Buffer | undefined, wanted: number): Buffer | undefined {
  let found: Buffer | undefined;
  for (const [number, value] of fieldsOf(message ?? Buffer.alloc(0)))
    if (number === wanted && typeof value !== 'number') found = value;
  return found;
}

/** The last value of a varint field; 0, the default of protobuf, if there is none. */
export function numberOf(message: Buffer | undefined, wanted: number): number {
  let found = 0;
  for (const [number, value] of fieldsOf(message ?? Buffer.alloc(0)))
    if (number === wanted && typeof value === 'number') found = value;
  return found;
}
