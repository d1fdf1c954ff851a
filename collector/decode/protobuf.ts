// Reads protobuf by the message table into the same loose objects that OTLP/JSON parses to.
import type * as Protobuf from 'protobufjs/minimal';
import { MESSAGES, type ScalarType } from './messages';

/** A decoded message: JSON field names, bytes as Buffers, 64-bit integers as bigints. */
export type Message = Record<string, unknown>;

/** Protobuf's own customary limit; deeper nesting is an attack, not telemetry. */
export const MAX_DEPTH = 100;

/**
 * Messages and list elements of one request: two bytes on the wire can become an object, so that bytes alone bound no
 * memory.
 */
export const MAX_ELEMENTS = 1_000_000;

interface Long64 {
  low: number;
  high: number;
}

const unsigned = ({ low, high }: Long64): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
const signed = (value: Long64): bigint => BigInt.asIntN(64, unsigned(value));
const long = (value: unknown): Long64 => value as Long64;

/** Wire type and reader of each scalar. */
const SCALARS: Record<ScalarType, { wire: number; read: (reader: Protobuf.Reader) => unknown }> = {
  string: { wire: 2, read: (reader) => reader.string() },
  // A copy, so that a kept record does not hold the whole request's buffer.
  bytes: { wire: 2, read: (reader) => Buffer.from(reader.bytes()) },
  bool: { wire: 0, read: (reader) => reader.bool() },
  int32: { wire: 0, read: (reader) => reader.int32() },
  uint32: { wire: 0, read: (reader) => reader.uint32() },
  sint32: { wire: 0, read: (reader) => reader.sint32() },
  int64: { wire: 0, read: (reader) => signed(long(reader.int64())) },
  uint64: { wire: 0, read: (reader) => unsigned(long(reader.uint64())) },
  fixed32: { wire: 5, read: (reader) => reader.fixed32() },
  fixed64: { wire: 1, read: (reader) => unsigned(long(reader.fixed64())) },
  sfixed64: { wire: 1, read: (reader) => signed(long(reader.sfixed64())) },
  double: { wire: 1, read: (reader) => reader.double() },
};

/**
 * Decodes one protobuf message of the table. Unknown fields and fields of a foreign wire type are skipped, as the
 * protobuf specification asks.
 *
 * @throws RangeError or Error on truncated or malformed input.
 */
export function decodeMessage(bytes: Uint8Array, type: string): Message {
  const { Reader } = require('protobufjs/minimal') as typeof Protobuf;
  const reader = Reader.create(bytes);
  return readMessage(reader, reader.len, type, 0, createBudget());
}

/** Counts elements, and throws a RangeError when there are too many. */
export function createBudget(): () => void {
  let left = MAX_ELEMENTS;
  return () => {
    if (left-- === 0) throw new RangeError(`more than ${MAX_ELEMENTS} messages and list elements`);
  };
}

function readMessage(reader: Protobuf.Reader, end: number, type: string, depth: number, spend: () => void): Message {
  if (depth > MAX_DEPTH) throw new RangeError(`more than ${MAX_DEPTH} messages deep`);
  spend();
  const fields = MESSAGES[type]!;
  const message: Message = {};
  while (reader.pos < end) {
    const tag = reader.tag();
    const wire = tag & 7;
    const field = fields[tag >>> 3];
    if (!field) {
      reader.skipType(wire);
      continue;
    }
    const [name, fieldType, many] = field;
    const scalar = SCALARS[fieldType as ScalarType] as (typeof SCALARS)[ScalarType] | undefined;
    if (scalar ? wire === scalar.wire : wire === 2) {
      const value = scalar ? scalar.read(reader) : readMessage(reader, endOf(reader, end), fieldType, depth + 1, spend);
      if (many) {
        spend();
        listOf(message, name).push(value);
      } else message[name] = value;
    } else if (scalar && many && wire === 2) {
      const list = listOf(message, name);
      const last = endOf(reader, end);
      while (reader.pos < last) {
        spend();
        list.push(scalar.read(reader));
      }
      assertAt(reader, last);
    } else {
      reader.skipType(wire);
    }
  }
  assertAt(reader, end);
  return message;
}

function listOf(message: Message, name: string): unknown[] {
  return (message[name] ??= []) as unknown[];
}

function endOf(reader: Protobuf.Reader, limit: number): number {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > limit) throw new RangeError(`a field of ${length} bytes ends beyond its message`);
  return end;
}

/** A value that ran past the end of its message read bytes of its neighbour. */
function assertAt(reader: Protobuf.Reader, end: number): void {
  if (reader.pos !== end) throw new RangeError(`a field ends ${reader.pos - end} bytes beyond its message`);
}
