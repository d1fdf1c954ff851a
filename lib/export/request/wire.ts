/** A field of a protobuf message, as it stands: https://protobuf.dev/programming-guides/encoding/ */
export interface WireField {
  readonly number: number;
  /** With its tag. */
  readonly whole: Uint8Array;
  /** Without tag and length; empty if the field has no length. */
  readonly content: Uint8Array;
}

const [VARINT, EIGHT_BYTES, WITH_LENGTH, FOUR_BYTES] = [0, 1, 2, 5];
/** The longest tag and length of a field, in bytes. */
export const FRAME_BYTES = 10;

/** The fields of a message. Throws if it is cut off, or has a wire type that OTLP does not use. */
export function* wireFields(bytes: Uint8Array): Generator<WireField> {
  let at = 0;
  const read = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('a field is cut off');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const lengthOf = (type: number): number => {
    if (type === WITH_LENGTH) return read();
    if (type === EIGHT_BYTES) return 8;
    if (type === FOUR_BYTES) return 4;
    if (type !== VARINT) throw new TypeError(`wire type ${type}`);
    read();
    return 0;
  };
  while (at < bytes.byteLength) {
    const start = at;
    const tag = read();
    const type = tag & 7;
    const length = lengthOf(type);
    const from = at;
    at += length;
    if (at > bytes.byteLength) throw new RangeError('a field is cut off');
    yield {
      number: tag >>> 3,
      whole: bytes.subarray(start, at),
      content: type === WITH_LENGTH ? bytes.subarray(from, at) : bytes.subarray(at, at),
    };
  }
}

/** A field with a length, of the parts of its content. */
export function wireField(number: number, parts: readonly Uint8Array[]): Uint8Array[] {
  const length = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return [Uint8Array.from([...varint(number * 8 + WITH_LENGTH), ...varint(length)]), ...parts];
}

/** A field with a number, below 0 as its two's complement of 64 bits. */
export const wireNumber = (number: number, value: number): Uint8Array =>
  Uint8Array.from([...varint(number * 8 + VARINT), ...(value < 0 ? negative(value) : varint(value))]);

/** A field of eight bytes. */
export const wireEight = (number: number, content: Uint8Array): Uint8Array =>
  Uint8Array.from([...varint(number * 8 + EIGHT_BYTES), ...content]);

/** The number in a field that has one: what stands behind its tag. */
export function varintOf(field: Uint8Array): number {
  const start = field.findIndex((byte) => byte < 0x80) + 1;
  return field.subarray(start).reduce((sum, byte, index) => sum + (byte & 0x7f) * 128 ** index, 0);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}

/** Ten bytes: all bits above are set. */
function negative(value: number): number[] {
  const rest = BigInt.asUintN(64, BigInt(value));
  return Array.from({ length: 10 }, (_item, index) => {
    const bits = Number((rest >> BigInt(7 * index)) & 0x7fn);
    return index < 9 ? bits | 0x80 : bits;
  });
}
