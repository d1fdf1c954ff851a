// Decides when a trace is finished. Pure: time comes in as a number, so every rule can be tested without waiting.
import type { SpanRecord } from '../decode/records';
import { buildTrace, type Trace } from './tree';

/** How long a trace must have been quiet, in milliseconds, before it counts as finished. */
export interface AssemblyOptions {
  /** Root and all parents are there. Default 500. */
  quietMs?: number;
  /** As before, but a call to somewhere else is a leaf: the other side may export later. Default 1500. */
  remoteMs?: number;
  /** The root or a parent is missing: it runs still, or is in a process that sends nothing here. Default 10000. */
  orphanMs?: number;
  /** Spans held back at most; beyond, the oldest trace is returned as it is. Default 50000. */
  maxPendingSpans?: number;
}

export interface Assembly {
  add(spans: readonly SpanRecord[], nowMs: number): void;
  /**
   * The traces that are finished at `nowMs`, oldest first. Each span is returned once; a latecomer makes a trace with
   * `continued: true`.
   */
  due(nowMs: number): Trace[];
  /** When `due` has something next; undefined when nothing is pending. */
  nextDueMs(): number | undefined;
  /** Everything that is pending, finished or not. */
  flush(): Trace[];
}

interface Pending {
  spans: Map<string, SpanRecord>;
  lastMs: number;
}

/** How many returned traces are remembered, to recognise latecomers. */
const MAX_KNOWN = 10_000;

/** Creates an assembly without any trace. */
export function createAssembly(options: AssemblyOptions = {}): Assembly {
  const { quietMs = 500, remoteMs = 1500, orphanMs = 10_000, maxPendingSpans = 50_000 } = options;
  const pending = new Map<string, Pending>();
  const known = new Set<string>();
  let overflow: Trace[] = [];
  let held = 0;

  const dueMs = ([traceId, { spans, lastMs }]: [string, Pending]): number => {
    const state = known.has(traceId) ? 'whole' : stateOf(spans);
    return (
      lastMs + { whole: quietMs, remote: Math.max(quietMs, remoteMs), partial: Math.max(quietMs, orphanMs) }[state]
    );
  };

  function release(traceId: string): Trace {
    const { spans } = pending.get(traceId)!;
    pending.delete(traceId);
    held -= spans.size;
    const trace = buildTrace([...spans.values()], known.has(traceId));
    known.delete(traceId);
    known.add(traceId);
    if (known.size > MAX_KNOWN) known.delete(known.values().next().value!);
    return trace;
  }

  return {
    add(spans, nowMs) {
      for (const span of spans) {
        let entry = pending.get(span.traceId);
        if (!entry) pending.set(span.traceId, (entry = { spans: new Map(), lastMs: nowMs }));
        // A sender that repeats a request after a lost answer sends the same span twice.
        if (!entry.spans.has(span.spanId)) held++;
        entry.spans.set(span.spanId, span);
        entry.lastMs = nowMs;
      }
      while (held > maxPendingSpans) overflow.push(release(pending.keys().next().value!));
    },
    due(nowMs) {
      const due = overflow;
      overflow = [];
      for (const entry of [...pending]) if (dueMs(entry) <= nowMs) due.push(release(entry[0]));
      return due.sort(byStart);
    },
    nextDueMs() {
      if (overflow.length > 0) return 0;
      return pending.size === 0 ? undefined : Math.min(...[...pending].map(dueMs));
    },
    flush() {
      const rest = [...overflow, ...[...pending.keys()].map(release)];
      overflow = [];
      return rest.sort(byStart);
    },
  };
}

function byStart(a: Trace, b: Trace): number {
  return a.startNs < b.startNs ? -1 : Number(a.startNs > b.startNs);
}

function stateOf(spans: Map<string, SpanRecord>): 'whole' | 'remote' | 'partial' {
  const parents = new Set<string>();
  let rooted = false;
  for (const { parentSpanId } of spans.values()) {
    if (parentSpanId === undefined) rooted = true;
    else if (spans.has(parentSpanId)) parents.add(parentSpanId);
    else return 'partial';
  }
  if (!rooted) return 'partial';
  for (const span of spans.values()) if (!parents.has(span.spanId) && callsElsewhere(span)) return 'remote';
  return 'whole';
}

/** Databases answer a CLIENT span as well, but never with spans of their own. */
function callsElsewhere({ kind, attributes }: SpanRecord): boolean {
  return (
    (kind === 'CLIENT' || kind === 'PRODUCER') &&
    attributes['db.system'] === undefined &&
    attributes['db.system.name'] === undefined
  );
}
