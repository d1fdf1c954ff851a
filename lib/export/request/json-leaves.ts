import type { Signal } from '../protocol';
import type { Group, Leaf, Leaves } from './leaf';

type Json = Readonly<Record<string, unknown>>;

/** The lists of a request, each in the members of the one before. */
const LISTS: Record<Signal, readonly string[]> = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
};
const DATA = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

/** The leaves of an OTLP request in JSON. Throws if it is none. */
export function jsonLeaves(signal: Signal, request: Uint8Array): Leaves<string> {
  const [outermost, ...lists] = LISTS[signal];
  const leaves: Leaf<string>[] = [];
  const add = (content: string, items: 0 | 1, path: readonly Group<string>[]): void => {
    // One more for the comma.
    leaves.push({ content, bytes: Buffer.byteLength(content) + 1, items, path });
  };
  const descend = (members: readonly Json[], path: readonly Group<string>[], depth: number): void => {
    for (const member of members) {
      const list = lists[depth];
      const data = list === undefined ? DATA.find((name) => member[name]) : undefined;
      const inner = data === undefined ? membersOf(member, list) : membersOf(member[data] as Json, 'dataPoints');
      if (inner.length === 0) add(JSON.stringify(member), list === undefined && data === undefined ? 1 : 0, path);
      else if (data === undefined) descend(inner, [...path, groupOf(member, list!)], depth + 1);
      else {
        const points = [...path, metricOf(member, data)];
        for (const point of inner) add(JSON.stringify(point), 1, points);
      }
    }
  };
  descend(membersOf(JSON.parse(Buffer.from(request).toString()) as Json, outermost!), [], 0);
  return { leaves, request: (groups) => Buffer.from(`{"${outermost}":[${groups.join()}]}`) };
}

const membersOf = (object: Json, list = ''): readonly Json[] => (object[list] ?? []) as Json[];

/** A metric with its data, such as a sum: two objects, and one group. */
function metricOf(metric: Json, data: string): Group<string> {
  const inner = groupOf(metric[data] as Json, 'dataPoints');
  return {
    overhead: groupOf(metric, data).overhead + inner.overhead,
    wrap: (points) => textOf(metric, data, inner.wrap(points)),
  };
}

function groupOf(object: Json, list: string): Group<string> {
  return {
    overhead: Buffer.byteLength(textOf(object, list, '[]')) + 1,
    wrap: (members) => textOf(object, list, `[${members.join()}]`),
  };
}

/** The object in JSON, with this text as the value of one of its keys. */
function textOf(object: Json, key: string, value: string): string {
  const head = JSON.stringify({ ...object, [key]: undefined });
  return `${head.slice(0, -1)}${head === '{}' ? '' : ','}"${key}":${value}}`;
}
