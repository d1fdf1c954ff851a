// The rows of a waterfall: spans from top to bottom, and between them the log lines at their moment.
import type { WireDetail, WireLog, WireSpan } from '../../viewer/wire';

export type Row =
  | { kind: 'span'; key: string; depth: number; at: number; span: WireSpan; children: number; open: boolean }
  | { kind: 'log'; key: string; depth: number; at: number; log: WireLog };

interface Branch {
  span: WireSpan;
  children: Branch[];
  logs: WireLog[];
}

/**
 * The rows of a trace. Below a span its children and log lines follow in the order of their time; nothing is below a
 * span in `closed`.
 */
export function rowsOf({ trace, spans, logs }: WireDetail, closed: ReadonlySet<string>, withLogs: boolean): Row[] {
  const branches = new Map<string, Branch>();
  const roots: Branch[] = [];
  const path: Branch[] = [];
  for (const span of spans) {
    const branch: Branch = { span, children: [], logs: [] };
    branches.set(span.id, branch);
    path.length = span.depth;
    (path[span.depth - 1]?.children ?? roots).push(branch);
    path[span.depth] = branch;
  }
  const strays: WireLog[] = [];
  if (withLogs) for (const log of logs) (branches.get(log.spanId ?? '')?.logs ?? strays).push(log);

  const rows: Row[] = [];
  const at = (log: WireLog): number => log.timeMs - trace.startMs;
  const logRow = (log: WireLog, depth: number): Row => ({
    kind: 'log',
    key: `log ${log.seq}`,
    depth,
    at: at(log),
    log,
  });
  // The last one is next. A trace may be thousands of spans deep: no recursion.
  const open: (Branch | { log: WireLog; depth: number })[] = [];
  const push = (children: readonly Branch[], lines: readonly WireLog[], depth: number): void => {
    const merged = [
      ...children.map((branch) => ({ at: branch.span.at, item: branch })),
      ...lines.map((log) => ({ at: at(log), item: { log, depth } })),
    ].sort((a, b) => a.at - b.at);
    for (const { item } of merged.reverse()) open.push(item);
  };
  push(roots, strays, 0);
  for (let next = open.pop(); next; next = open.pop()) {
    if ('log' in next) {
      rows.push(logRow(next.log, next.depth));
      continue;
    }
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
    if (isOpen) push(children, lines, span.depth + 1);
  }
  return rows;
}
