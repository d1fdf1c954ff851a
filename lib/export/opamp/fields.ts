import { wireEight, wireField, wireNumber } from '../request/wire';

/** A field of the protobuf wire format, as bytes: https://protobuf.dev/programming-guides/encoding/ */
type Part = Uint8Array;

/** A field of bytes, a text, or a message. */
export const bytes = (field: number, value: Uint8Array | string): Part =>
  Buffer.concat(wireField(field, [typeof value === 'string' ? Buffer.from(value) : value]));

export const integer = wireNumber;

/** An integer of 64 bits with no sign. */
export function fixed64(field: number, value: bigint): Part {
  const content = Buffer.alloc(8);
  content.writeBigUInt64LE(value);
  return wireEight(field, content);
}

function double(field: number, value: number): Part {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return wireEight(field, content);
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
