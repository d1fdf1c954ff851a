import type { Signal } from '../protocol';
import { jsonLeaves } from './json-leaves';
import type { Group, Leaf, Leaves } from './leaf';
import { protobufLeaves } from './protobuf-leaves';

/** An OTLP export request with some of the items of another. */
export interface RequestPart {
  readonly bytes: Uint8Array;
  readonly items: number;
}

/** What JSON has around the outermost list, at most. */
const AROUND = 32;

/**
 * Splits an OTLP export request into some of at most `maxBytes` each, in order; an item that is larger alone is a
 * request of its own. `whole` is returned as it is if it cannot be read. The items add up to those of `whole`.
 */
export function splitRequest(
  format: 'protobuf' | 'json',
  signal: Signal,
  whole: RequestPart,
  maxBytes: number,
): RequestPart[] {
  try {
    const most = maxBytes - AROUND;
    const parts =
      format === 'json' ? pack(jsonLeaves(signal, whole.bytes), most) : pack(protobufLeaves(signal, whole.bytes), most);
    const [first, ...rest] = parts;
    if (rest.length === 0) return [whole];
    const others = rest.reduce((sum, { items }) => sum + items, 0);
    return [{ ...first!, items: Math.max(0, whole.items - others) }, ...rest];
  } catch {
    return [whole];
  }
}

function pack<T>({ leaves, request }: Leaves<T>, maxBytes: number): RequestPart[] {
  const parts: RequestPart[] = [];
  let open: Leaf<T>[] = [];
  let bytes = 0;
  const close = (): void => {
    if (open.length === 0) return;
    parts.push({ bytes: request(assemble(open, 0)), items: open.reduce((sum, { items }) => sum + items, 0) });
    open = [];
    bytes = 0;
  };
  for (const leaf of leaves) {
    if (bytes + costOf(leaf, open.at(-1)) > maxBytes) close();
    bytes += costOf(leaf, open.at(-1));
    open.push(leaf);
  }
  close();
  return parts;
}

/** What a leaf takes behind another: itself, and those of its groups that the other is not in. */
function costOf<T>({ bytes, path }: Leaf<T>, before: Leaf<T> | undefined): number {
  return path.reduce((sum, group) => (before?.path.includes(group) ? sum : sum + group.overhead), bytes);
}

/** The leaves in their groups, from `depth` on. */
function assemble<T>(leaves: readonly Leaf<T>[], depth: number): T[] {
  const assembled: T[] = [];
  let members: Leaf<T>[] = [];
  let group: Group<T> | undefined;
  const close = (): void => {
    if (group) assembled.push(group.wrap(assemble(members, depth + 1)));
    members = [];
  };
  for (const leaf of leaves) {
    const next = leaf.path[depth];
    if (next !== group || !next) close();
    group = next;
    if (next) members.push(leaf);
    else assembled.push(leaf.content);
  }
  close();
  return assembled;
}
