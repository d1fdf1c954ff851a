// Where the nodes of the service map lie: callers before those they call, in layers.
import type { WireMap, WireNode } from '../../viewer/wire';

export interface Placed extends WireNode {
  x: number;
  y: number;
}

export interface MapLayout {
  nodes: Placed[];
  width: number;
  height: number;
}

/** The size of a node and the space between nodes. */
export const NODE = { width: 170, height: 48 };
const GAP = { along: 150, across: 26 };

/** Lays a map out from left to right, or from top to bottom. A call that closes a circle does not move anything. */
export function layoutMap({ nodes, edges }: WireMap, downwards: boolean): MapLayout {
  const layers = layersOf(nodes, edges);
  const [along, across] = downwards
    ? [NODE.height + GAP.along * 0.6, NODE.width + GAP.across]
    : [NODE.width + GAP.along, NODE.height + GAP.across];
  const widest = Math.max(1, ...layers.map((layer) => layer.length));
  const placed = layers.flatMap((layer, depth) =>
    layer.map((node, at): Placed => {
      const [main, side] = [depth * along, (at + (widest - layer.length) / 2) * across];
      return { ...node, x: downwards ? side : main, y: downwards ? main : side };
    }),
  );
  const [length, breadth] = [(layers.length - 1) * along, widest * across];
  return downwards
    ? { nodes: placed, width: breadth, height: length + NODE.height }
    : { nodes: placed, width: length + NODE.width, height: breadth };
}

function layersOf(nodes: readonly WireNode[], edges: WireMap['edges']): WireNode[][] {
  const depth = new Map<string, number>(nodes.map(({ id }) => [id, 0]));
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) if (from !== to) next.set(from, [...(next.get(from) ?? []), to]);
  const called = new Set(edges.filter(({ from, to }) => from !== to).map(({ to }) => to));
  const starts = nodes.filter(({ id }) => !called.has(id));
  const walk = (id: string, level: number, path: ReadonlySet<string>): void => {
    if (path.has(id) || (level > 0 && level <= depth.get(id)!)) return;
    depth.set(id, level);
    const longer = new Set([...path, id]);
    for (const to of next.get(id) ?? []) walk(to, level + 1, longer);
  };
  for (const { id } of starts.length > 0 ? starts : nodes.slice(0, 1)) walk(id, 0, new Set());
  const layers: WireNode[][] = [];
  for (const node of nodes) (layers[depth.get(node.id)!] ??= []).push(node);
  return layers.filter((layer) => layer !== undefined);
}
