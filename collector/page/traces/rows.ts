// The rows of a waterfall: spans from top to bottom, and between them the log lines at their moment. Many spans of one
// name below one parent are a single row until it is opened.
import type { WireDetail, WireLog, WireSpan } from '../../viewer/wire';

export type Row =
  | { kind: 'span'; key: string; depth: number; at: number; span: WireSpan; children: number; open: boolean }
  | { kind: 'log'; key: string; depth: number; at: number; log: WireLog }
  | { kind: 'fold'; key: string; depth: number; at: number; spans: readonly WireSpan[] };

interface Branch {
  span: WireSpan;
  children: Branch[];
  logs: WireLog[];
}

export interface RowOptions {
  /** Spans below which nothing is shown. */
  closed: ReadonlySet<string>;
  withLogs: boolean;
  /** Keys of folded rows that were opened; absent: nothing is folded. */
  unfolded?: ReadonlySet<string>;
  /** Spans that are never folded: what is chosen or searched. */
  kept?: ReadonlySet<string>;
  /** All spans without their tree, the slowest first. */
  byDuration?: boolean;
}

/** So many spans of one name below one parent are folded. */
const FOLD_FROM = 5;

/** The rows of a trace. Below a span its children and log lines follow in the order of their time. */
export function rowsOf({ trace, spans, logs }: WireDetail, options: RowOptions): Row[] {
  const { closed, withLogs } = options;
  if (options.byDuration) return flat(spans);
  const { roots, strays } = branchesOf(spans, withLogs ? logs : []);
  const rows: Row[] = [];
  const at = (log: WireLog): number => log.timeMs - trace.startMs;
  type Item = Branch | { log: WireLog; depth: number } | Extract<Row, { kind: 'fold' }>;
  // The last one is next. A trace may be thousands of spans deep: no recursion.
  const open: Item[] = [];
  const push = (parent: string, children: readonly Branch[], lines: readonly WireLog[], depth: number): void => {
    const merged = [
      ...folded(parent, children, depth, options),
      ...lines.map((log) => ({ at: at(log), item: { log, depth } })),
    ].sort((a, b) => a.at - b.at);
    for (const { item } of merged.reverse()) open.push(item);
  };
  push('', roots, strays, 0);
  for (let next = open.pop(); next; next = open.pop()) {
    if ('kind' in next) rows.push(next);
    else if ('log' in next)
      rows.push({ kind: 'log', key: `log ${next.log.seq}`, depth: next.depth, at: at(next.log), log: next.log });
    else {
      const { span, children, logs: lines } = next;
      const isOpen = !closed.has(span.id);
      rows.push({
        kind: 'span',
        key: span.id,
        depth: span.depth,
        at: span.at,
        span,
        children: children.length + lines.length,
        open: isOpen,
      });
      if (isOpen) push(span.id, children, lines, span.depth + 1);
    }
  }
  return rows;
}

function branchesOf(spans: readonly WireSpan[], logs: readonly WireLog[]): { roots: Branch[]; strays: WireLog[] } {
  const branches = new Map<string, Branch>();
  const [roots, path, strays]: [Branch[], Branch[], WireLog[]] = [[], [], []];
  for (const span of spans) {
    const branch: Branch = { span, children: [], logs: [] };
    branches.set(span.id, branch);
    path.length = span.depth;
    (path[span.depth - 1]?.children ?? roots).push(branch);
    path[span.depth] = branch;
  }
  for (const log of logs) (branches.get(log.spanId ?? '')?.logs ?? strays).push(log);
  return { roots, strays };
}

type Fold = Extract<Row, { kind: 'fold' }>;

/** Children in their places, those of one name as one. */
function folded(
  parent: string,
  children: readonly Branch[],
  depth: number,
  { unfolded, kept }: RowOptions,
): { at: number; item: Branch | Fold }[] {
  const one = (branch: Branch): { at: number; item: Branch | Fold } => ({ at: branch.span.at, item: branch });
  if (!unfolded || children.length < FOLD_FROM) return children.map(one);
  const groups = new Map<string, Branch[]>();
  const single: Branch[] = [];
  for (const branch of children) {
    const { span } = branch;
    if (branch.children.length > 0 || branch.logs.length > 0 || span.failure !== '' || kept?.has(span.id)) {
      single.push(branch);
      continue;
    }
    const key = `fold ${parent} ${span.service} ${span.name}`;
    groups.set(key, [...(groups.get(key) ?? []), branch]);
  }
  return [
    ...single.map(one),
    ...[...groups].flatMap(([key, group]) => {
      if (group.length < FOLD_FROM) return group.map(one);
      const spans = group.map(({ span }) => span);
      const fold: Fold = { kind: 'fold', key, depth, at: spans[0]!.at, spans };
      return [{ at: fold.at, item: fold }, ...(unfolded.has(key) ? group.map(one) : [])];
    }),
  ];
}

const flat = (spans: readonly WireSpan[]): Row[] =>
  [...spans]
    .sort((a, b) => b.durationMs - a.durationMs)
    .map((span) => ({ kind: 'span', key: span.id, depth: 0, at: span.at, span, children: 0, open: true }));

/**
 * The parts of a trace that decide how long it takes: from the end of a root backwards, the child that ended last, and
 * what the span did itself before and after. By span ID, each with its parts in milliseconds since the start.
 */
export function criticalPath(spans: readonly WireSpan[]): Map<string, [from: number, to: number][]> {
  const children = new Map<string, WireSpan[]>();
  const path: WireSpan[] = [];
  const roots: WireSpan[] = [];
  for (const span of spans) {
    path.length = span.depth;
    const parent = path[span.depth - 1];
    if (parent) children.set(parent.id, [...(children.get(parent.id) ?? []), span]);
    else roots.push(span);
    path[span.depth] = span;
  }
  const parts = new Map<string, [number, number][]>();
  const [root] = roots;
  const open: { span: WireSpan; until: number }[] = root ? [{ span: root, until: root.at + root.durationMs }] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    const { span } = next;
    const mine: [number, number][] = [];
    let until = Math.min(next.until, span.at + span.durationMs);
    const last = [...(children.get(span.id) ?? [])].sort((a, b) => b.at + b.durationMs - (a.at + a.durationMs));
    for (const child of last) {
      const end = child.at + child.durationMs;
      if (end > until || child.at < span.at || child.at >= until) continue;
      if (until > end) mine.push([end, until]);
      open.push({ span: child, until: end });
      until = child.at;
    }
    if (until > span.at) mine.push([span.at, until]);
    parts.set(span.id, mine);
  }
  return parts;
}
