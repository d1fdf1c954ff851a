// The spans of one trace as a tree, with what a person asks first: how long, where, and what failed.
import type { SpanRecord } from '../decode/records';

export interface TraceNode {
  span: SpanRecord;
  /** In the order of their start. */
  children: TraceNode[];
  /** The part of the duration in which none of the children ran. */
  selfMs: number;
}

export interface Trace {
  traceId: string;
  /** The name of the first root. */
  name: string;
  /** The root first; more than one if parents are missing. */
  roots: TraceNode[];
  spanCount: number;
  errorCount: number;
  /** In the order of their appearance. */
  services: string[];
  startNs: bigint;
  endNs: bigint;
  /** From the first start to the last end. */
  durationMs: number;
  /** Whether the root is there, and every span's parent. */
  complete: boolean;
  /** Whether an earlier part of this trace has been returned already. */
  continued: boolean;
}

/**
 * Builds the trace of spans that share one trace ID; there must be at least one. Cycles of malformed senders are cut
 * open.
 */
export function buildTrace(spans: readonly SpanRecord[], continued = false): Trace {
  const nodes = new Map(spans.map((span) => [span.spanId, { span, children: [], selfMs: 0 } as TraceNode]));
  const roots: TraceNode[] = [];
  for (const node of nodes.values()) {
    const parent = node.span.parentSpanId === undefined ? undefined : nodes.get(node.span.parentSpanId);
    if (parent && parent !== node) parent.children.push(node);
    else roots.push(node);
  }
  cutCycles(nodes, roots);
  for (const node of nodes.values()) {
    node.children.sort(byStart);
    node.selfMs = selfMsOf(node);
  }
  // The root proper comes before roots whose parent is merely unknown.
  roots.sort(
    (a, b) => Number(a.span.parentSpanId !== undefined) - Number(b.span.parentSpanId !== undefined) || byStart(a, b),
  );

  const ordered = [...nodes.values()].sort(byStart).map((node) => node.span);
  const startNs = ordered[0]!.startNs;
  const endNs = ordered.reduce((last, span) => (span.endNs > last ? span.endNs : last), startNs);
  return {
    traceId: ordered[0]!.traceId,
    name: roots[0]!.span.name,
    roots,
    spanCount: nodes.size,
    errorCount: ordered.filter((span) => span.status.code === 'ERROR').length,
    services: [...new Set(ordered.map(serviceOf))],
    startNs,
    endNs,
    durationMs: Number(endNs - startNs) / 1e6,
    complete: roots.length === 1 && roots[0]!.span.parentSpanId === undefined,
    continued,
  };
}

/** The service that a span or log record belongs to. */
export function serviceOf({ resource }: Pick<SpanRecord, 'resource'>): string {
  return String(resource['service.name'] ?? 'unknown_service');
}

/** All nodes of a trace from top to bottom, with their depth. No recursion: a trace may be thousands of spans deep. */
export function* walk(roots: readonly TraceNode[]): Generator<{ node: TraceNode; depth: number; last: boolean }> {
  const open = roots.map((node) => ({ node, depth: 0, last: true })).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    const {
      node: { children },
      depth,
    } = next;
    for (let index = children.length - 1; index >= 0; index--)
      open.push({ node: children[index]!, depth: depth + 1, last: index === children.length - 1 });
  }
}

function byStart(a: TraceNode, b: TraceNode): number {
  return a.span.startNs < b.span.startNs ? -1 : Number(a.span.startNs > b.span.startNs);
}

/** Nodes that no root reaches are in a cycle: each cycle's first node becomes a root. */
function cutCycles(nodes: Map<string, TraceNode>, roots: TraceNode[]): void {
  const reached = new Set<TraceNode>();
  const reach = (from: TraceNode): void => {
    const open = [from];
    for (let node = open.pop(); node; node = open.pop()) {
      reached.add(node);
      for (const child of node.children) open.push(child);
    }
  };
  roots.forEach(reach);
  for (const node of nodes.values()) {
    if (reached.has(node)) continue;
    const parent = nodes.get(node.span.parentSpanId!)!;
    parent.children.splice(parent.children.indexOf(node), 1);
    roots.push(node);
    reach(node);
  }
}

function selfMsOf({ span, children }: TraceNode): number {
  let covered = 0n;
  let until = span.startNs;
  for (const { span: child } of children) {
    const from = child.startNs > until ? child.startNs : until;
    const to = child.endNs < span.endNs ? child.endNs : span.endNs;
    if (to <= from) continue;
    covered += to - from;
    until = to;
  }
  return Number(span.endNs - span.startNs - covered) / 1e6;
}
