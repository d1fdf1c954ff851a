import type { Signal } from '../protocol';
import { SHORTEST_NAME, type CutLimits } from './cut-limits';
import { varintOf, wireField, wireFields, wireNumber } from './wire';

/** The fields of a message of OTLP that can be cut, by their numbers. */
interface Shape {
  readonly texts?: readonly number[];
  readonly names?: readonly number[];
  readonly bytes?: readonly number[];
  readonly nested?: Readonly<Record<number, Shape>>;
  /** The field that repeats, of lists and maps. */
  readonly values?: number;
  /** The fields of attributes, events and the like, with that of how many were dropped; 0 if there is none. */
  readonly members?: Readonly<Record<number, number>>;
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
  members: { 9: 10, 11: 12, 13: 14 },
  nested: {
    ...inFields(9),
    11: { names: [2], members: { 3: 4 }, nested: inFields(3) },
    13: { members: { 4: 5 }, nested: inFields(4) },
    15: { texts: [2] },
  },
};
const logRecord: Shape = { names: [3, 12], members: { 6: 7 }, nested: { 5: any, ...inFields(6) } };
const exemplar: Shape = { members: { 7: 0 }, nested: inFields(7) };
/** A data point, by the fields of its attributes and its exemplars. */
function pointOf(attributes: number, exemplars?: number): Shape {
  if (exemplars === undefined) return { members: { [attributes]: 0 }, nested: inFields(attributes) };
  return {
    members: { [attributes]: 0, [exemplars]: 0 },
    nested: { ...inFields(attributes), [exemplars]: exemplar },
  };
}
const metric: Shape = {
  names: [1, 2, 3],
  nested: {
    5: { nested: { 1: pointOf(7, 5) } },
    7: { nested: { 1: pointOf(7, 5) } },
    9: { nested: { 1: pointOf(9, 8) } },
    10: { nested: { 1: pointOf(1, 11) } },
    11: { nested: { 1: pointOf(7) } },
  },
};
const ITEMS: Record<Signal, Shape> = { traces: span, logs: logRecord, metrics: metric };

/** The shape of requests: resources, their scopes, their items. */
function requestOf(item: Shape): Shape {
  const scope = { nested: { 1: { names: [1], members: { 3: 4 }, nested: inFields(3) }, 2: item } };
  return { nested: { 1: { nested: { 1: { members: { 1: 2 }, nested: inFields(1) }, 2: scope } } } };
}

/** A request in protobuf with all of its parts cut to the limits. Throws if it cannot be read. */
export function cutProtobuf(signal: Signal, request: Uint8Array, limits: CutLimits): Uint8Array {
  return Buffer.concat(cutMessage(request, requestOf(ITEMS[signal]), limits));
}

function cutMessage(message: Uint8Array, shape: Shape, limits: CutLimits): Uint8Array[] {
  const { texts = [], names = [], bytes = [], nested = {}, values, members = {} } = shape;
  const nameLimit = Math.max(limits.text, SHORTEST_NAME);
  const parts: Uint8Array[] = [];
  let left = limits.values;
  let omitted = 0;
  const seen: Record<number, number> = {};
  const isDropped = (number: number): boolean => {
    seen[number] = (seen[number] ?? 0) + 1;
    return seen[number] > (limits.members ?? Infinity);
  };
  const counted: Record<number, number> = {};
  for (const { number, whole, content } of wireFields(message)) {
    const limit = names.includes(number) ? nameLimit : limits.text;
    const isText = texts.includes(number) || names.includes(number);
    if (number === values && left-- <= 0) omitted++;
    else if (number in members && isDropped(number)) continue;
    else if (Object.values(members).includes(number)) counted[number] = varintOf(whole);
    else if (nested[number]) parts.push(...wireField(number, cutMessage(content, nested[number], limits)));
    else if (isText && content.byteLength > limit) parts.push(...wireField(number, cutText(content, limit)));
    else if (bytes.includes(number) && content.byteLength > limit)
      parts.push(...wireField(number, [content.subarray(0, limit)]));
    else parts.push(whole);
  }
  if (omitted > 0) parts.push(...markOf(omitted, shape));
  for (const [member, count] of Object.entries(members)) {
    const dropped = (counted[count] ?? 0) + Math.max(0, (seen[Number(member)] ?? 0) - (limits.members ?? Infinity));
    if (count > 0 && dropped > 0) parts.push(wireNumber(count, dropped));
  }
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
