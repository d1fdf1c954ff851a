// The traces of the store, kept up as spans come and go: what a list shows is never computed from all spans.
import type { SpanRecord } from '../decode/records';
import type { Store } from '../store/store';
import { summaryOf } from '../viewer/summary';
import type { WireTrace } from '../viewer/wire';
import { searchText } from './fields';
import type { Document } from './match';

export interface TraceEntry {
  readonly id: string;
  /** Its number since the start of the collector. */
  readonly seq: number;
  /** By span ID: a sender that repeats a request after a lost answer sends the same span twice. */
  readonly spans: Map<string, Document<SpanRecord>>;
  /** Absent while it is out of date. */
  summary?: WireTrace;
}

export interface TraceIndex {
  readonly entries: ReadonlyMap<string, TraceEntry>;
  /** The spans of a trace that are in the store; none if it is unknown. */
  spansOf(traceId: string): SpanRecord[];
  summary(entry: TraceEntry): WireTrace;
  /** Forgets the summary of a trace whose log lines changed. */
  touch(traceId: string): void;
  /** The number of the next trace. */
  next(): number;
  /** The IDs of the traces that changed since the last call. */
  changes(): string[];
  close(): void;
}

/**
 * Creates the index of a store.
 *
 * @param failedLines How many log lines of a trace are errors.
 */
export function createTraceIndex(store: Store, failedLines: (traceId: string) => number): TraceIndex {
  const entries = new Map<string, TraceEntry>();
  const changed = new Set<string>();
  let seq = 0;

  function touch(traceId: string): void {
    changed.add(traceId);
    const entry = entries.get(traceId);
    if (entry) delete entry.summary;
  }

  function add(spans: readonly SpanRecord[]): void {
    for (const span of spans) {
      let entry = entries.get(span.traceId);
      if (!entry) entries.set(span.traceId, (entry = { id: span.traceId, seq: seq++, spans: new Map() }));
      entry.spans.set(span.spanId, { record: span, text: searchText(span) });
      touch(span.traceId);
    }
  }

  function remove(spans: readonly SpanRecord[]): void {
    for (const span of spans) {
      const entry = entries.get(span.traceId);
      // The same span may have arrived again, and be there still.
      if (entry?.spans.get(span.spanId)?.record !== span) continue;
      entry.spans.delete(span.spanId);
      touch(span.traceId);
      if (entry.spans.size === 0) entries.delete(span.traceId);
    }
  }

  const recordsOf = ({ spans }: TraceEntry): SpanRecord[] => [...spans.values()].map(({ record }) => record);
  add(store.spans);
  const undo = [store.on('spans', add), store.onLeaving('spans', remove)];
  return {
    entries,
    spansOf(traceId) {
      const entry = entries.get(traceId);
      return entry ? recordsOf(entry) : [];
    },
    summary: (entry) => (entry.summary ??= summaryOf(recordsOf(entry), failedLines(entry.id))),
    touch,
    next: () => seq,
    changes() {
      const ids = [...changed];
      changed.clear();
      return ids;
    },
    close() {
      for (const each of undo) each();
    },
  };
}
