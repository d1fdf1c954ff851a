import type { Signal } from '../protocol';
import type { Group, Leaf, Leaves } from './leaf';
import { FRAME_BYTES, wireField, wireFields, type WireField } from './wire';

/** The fields of a metric that hold data points: gauge, sum, histogram, exponential histogram, summary. */
const DATA = [5, 7, 9, 10, 11];
const POINTS = [1];
/** Requests hold resources in field 1; these hold scopes in field 2, and scopes their items. */
const [RESOURCES, MEMBERS] = [[1], [2]];

/** The leaves of an OTLP request in protobuf. Throws if it is none. */
export function protobufLeaves(signal: Signal, request: Uint8Array): Leaves<Uint8Array> {
  const levels = [RESOURCES, MEMBERS, MEMBERS, ...(signal === 'metrics' ? [DATA, POINTS] : [])];
  const leaves: Leaf<Uint8Array>[] = [];
  const descend = (message: Uint8Array, path: readonly Group<Uint8Array>[], depth: number): void => {
    const wanted = levels[depth]!;
    for (const field of wireFields(message)) {
      if (!wanted.includes(field.number)) continue;
      const { whole } = field;
      const below = levels[depth + 1];
      const fields = below && [...wireFields(field.content)];
      if (fields?.some(({ number }) => below!.includes(number)))
        descend(field.content, [...path, groupOf(field, fields, below!)], depth + 1);
      else leaves.push({ content: whole, bytes: whole.byteLength, items: below ? 0 : 1, path });
    }
  };
  descend(request, [], 0);
  return { leaves, request: (groups) => Buffer.concat(groups) };
}

function groupOf({ number }: WireField, fields: readonly WireField[], members: readonly number[]): Group<Uint8Array> {
  const head = fields.filter((each) => !members.includes(each.number)).map(({ whole }) => whole);
  return {
    overhead: FRAME_BYTES + head.reduce((sum, { byteLength }) => sum + byteLength, 0),
    wrap: (content) => Buffer.concat(wireField(number, [...head, ...content])),
  };
}
