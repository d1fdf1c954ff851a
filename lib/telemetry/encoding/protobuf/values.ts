import type { ProtobufWriter } from './writer';

const LENGTH_DELIMITED = 2;
const LARGEST_INTEGER = 2 ** 63;

type Values = Readonly<Record<string, unknown>>;

/** Attributes as repeated KeyValue of a field. Nothing is written for a value that OTLP cannot say. */
export function writeAttributes(writer: ProtobufWriter, attributes: Values, field: number): void {
  for (const key of Object.keys(attributes)) {
    writer.tag((field << 3) | LENGTH_DELIMITED);
    writeKeyValue(writer, key, attributes[key]);
  }
}

function writeKeyValue(writer: ProtobufWriter, key: string, value: unknown): void {
  const pair = writer.begin();
  writer.tag(0x0a);
  writer.text(key);
  writer.tag(0x12);
  writeNested(writer, value);
  writer.end(pair);
}

/** A length, and the value as AnyValue. */
export function writeNested(writer: ProtobufWriter, value: unknown): void {
  const start = writer.begin();
  writeAnyValue(writer, value);
  writer.end(start);
}

/**
 * AnyValue:
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto
 */
function writeAnyValue(writer: ProtobufWriter, value: unknown): void {
  switch (typeof value) {
    case 'string':
      writer.tag(0x0a);
      writer.text(value);
      return;
    case 'boolean':
      writer.tag(0x10);
      writer.tag(value ? 1 : 0);
      return;
    case 'number':
      if (Number.isInteger(value) && value >= -LARGEST_INTEGER && value < LARGEST_INTEGER) {
        writer.tag(0x18);
        writer.varint(value);
      } else {
        writer.tag(0x21);
        writer.double(value);
      }
      return;
    case 'object':
      if (value !== null) writeObject(writer, value);
  }
}

function writeObject(writer: ProtobufWriter, value: object): void {
  if (value instanceof Uint8Array) {
    writer.tag(0x3a);
    writer.data(value);
    return;
  }
  const isList = Array.isArray(value);
  writer.tag(isList ? 0x2a : 0x32);
  const start = writer.begin();
  if (isList) {
    for (const item of value as unknown[]) {
      writer.tag(0x0a);
      writeNested(writer, item);
    }
  } else writeAttributes(writer, value as Values, 1);
  writer.end(start);
}
