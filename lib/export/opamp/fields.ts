/** Fields of the protobuf wire format, as bytes: https://protobuf.dev/programming-guides/encoding/ */
type Part = Uint8Array;

const [VARINT, FIXED64, LENGTH] = [0, 1, 2];

export function varint(value: number | bigint): Part {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...bytes, Number(rest)]);
}

const tag = (field: number, wire: number): Part => varint((field << 3) | wire);

/** A field of bytes, a text, or a message. */
export function bytes(field: number, value: Uint8Array | string): Part {
  const content = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([tag(field, LENGTH), varint(content.length), content]);
}

export const integer = (field: number, value: number | bigint): Part =>
  Buffer.concat([tag(field, VARINT), varint(value)]);

/** An integer of 64 bits with no sign. */
export function fixed64(field: number, value: bigint): Part {
  const content = Buffer.alloc(8);
  content.writeBigUInt64LE(value);
  return Buffer.concat([tag(field, FIXED64), content]);
}

function double(field: number, value: number): Part {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return Buffer.concat([tag(field, FIXED64), content]);
}

/** A field that holds a message of these fields. */
export const message = (field: number, ...parts: readonly Part[]): Part => bytes(field, Buffer.concat(parts));

/** Attributes as repeated KeyValue. Those that AnyValue cannot say are left out. */
export const attributes = (field: number, values: Readonly<Record<string, unknown>>): Part =>
  Buffer.concat(
    Object.entries(values).flatMap(([key, value]) => {
      const any = anyValue(value);
      return any ? [message(field, bytes(1, key), bytes(2, any))] : [];
    }),
  );

function anyValue(value: unknown): Part | undefined {
  if (typeof value === 'string') return bytes(1, value);
  if (typeof value === 'boolean') return integer(2, Number(value));
  if (typeof value === 'number') return Number.isSafeInteger(value) ? integer(3, value) : double(4, value);
  if (!Array.isArray(value)) return undefined;
  const items = (value as unknown[]).map(anyValue).filter((item) => item !== undefined);
  return message(5, ...items.map((item) => bytes(1, item)));
}
