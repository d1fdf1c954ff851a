import type { Signal } from '../protocol';
import { SHORTEST_NAME, type CutLimits } from './cut-limits';
import { wireField, wireFields } from './wire';

/** The fields of a message of OTLP that can be cut, by their numbers. */
interface Shape {
  readonly texts?: readonly number[];
  readonly names?: readonly number[];
  readonly bytes?: readonly number[];
  readonly nested?: Readonly<Record<number, Shape>>;
  /** The field that repeats, of lists and maps. */
  readonly values?: number;
}

// https://github.com/open-telemetry/opentelemetry-proto
const anyFields: Record<number, Shape> = {};
const any: Shape = { texts: [1], bytes: [7], nested: anyFields };
const attribute: Shape = { names: [1], nested: { 2: any } };
anyFields[5] = { values: 1, nested: { 1: any } };
anyFields[6] = { values: 1, nested: { 1: attribute } };
const inFields = (...numbers: number[]): Record<number, Shape> =>
  Object.fromEntries(numbers.map((number) => [number, attribute]));

const span: Shape = {
  names: [5],
  nested: {
    ...inFields(9),
    11: { names: [2], nested: inFields(3) },
    13: { nested: inFields(4) },
    15: { texts: [2] },
  },
};
const logRecord: Shape = { names: [3, 12], nested: { 5: any, ...inFields(6) } };
const exemplar: Shape = { nested: inFields(7) };
const metric: Shape = {
  names: [1, 2, 3],
  nested: {
    5: { nested: { 1: { nested: { ...inFields(7), 5: exemplar } } } },
    7: { nested: { 1: { nested: { ...inFields(7), 5: exemplar } } } },
    9: { nested: { 1: { nested: { ...inFields(9), 8: exemplar } } } },
    10: { nested: { 1: { nested: { ...inFields(1), 11: exemplar } } } },
    11: { nested: { 1: { nested: inFields(7) } } },
  },
};
const ITEMS: Record<Signal, Shape> = { traces: span, logs: logRecord, metrics: metric };

/** The shape of requests: resources, their scopes, their items. */
function requestOf(item: Shape): Shape {
  const scope = { nested: { 1: { names: [1], nested: inFields(3) }, 2: item } };
  return { nested: { 1: { nested: { 1: { nested: inFields(1) }, 2: scope } } } };
}

/** A request in protobuf with all of its parts cut to the limits. Throws if it cannot be read. */
export function cutProtobuf(signal: Signal, request: Uint8Array, limits: CutLimits): Uint8Array {
  return Buffer.concat(cutMessage(request, requestOf(ITEMS[signal]), limits));
}

function cutMessage(message: Uint8Array, shape: Shape, limits: CutLimits): Uint8Array[] {
  const { texts = [], names = [], bytes = [], nested = {}, values } = shape;
  const nameLimit = Math.max(limits.text, SHORTEST_NAME);
  const parts: Uint8Array[] = [];
  let left = limits.values;
  let omitted = 0;
  for (const { number, whole, content } of wireFields(message)) {
    const limit = names.includes(number) ? nameLimit : limits.text;
    const isText = texts.includes(number) || names.includes(number);
    if (number === values && left-- <= 0) omitted++;
    else if (nested[number]) parts.push(...wireField(number, cutMessage(content, nested[number], limits)));
    else if (isText && content.byteLength > limit) parts.push(...wireField(number, cutText(content, limit)));
    else if (bytes.includes(number) && content.byteLength > limit)
      parts.push(...wireField(number, [content.subarray(0, limit)]));
    else parts.push(whole);
  }
  if (omitted > 0) parts.push(...markOf(omitted, shape));
  return parts;
}

function cutText(text: Uint8Array, limit: number): Uint8Array[] {
  let end = limit;
  // Not within a character, which bytes of 10xxxxxx go on with.
  while (end > 0 && (text[end]! & 0xc0) === 0x80) end--;
  return [text.subarray(0, end), Buffer.from(`… [${text.byteLength - end} bytes cut]`)];
}

/** The last value of a list or a map that was cut. */
function markOf(omitted: number, { nested, values }: Shape): Uint8Array[] {
  const text = wireField(1, [Buffer.from(`… [${omitted} values cut]`)]);
  const isMap = nested?.[values!] === attribute;
  return wireField(values!, isMap ? [...wireField(1, [Buffer.from('…')]), ...wireField(2, text)] : text);
}
