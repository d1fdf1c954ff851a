// The traces of the store, kept up as spans come and go: what the list shows is never computed from all spans.
import type { SpanRecord } from '../decode/records';
import type { Store } from '../store/store';
import { summaryOf } from './summary';
import type { WireTrace } from './wire';

export interface TraceIndex {
  /** The spans of a trace that are in the store; none if it is unknown. */
  spansOf(traceId: string): SpanRecord[];
  /** The IDs of all traces. */
  ids(): string[];
  /** What there is to say of some traces; those that are gone are left out. */
  get(ids: readonly string[]): WireTrace[];
  /** What changed since the last call. */
  changes(): { traces: WireTrace[]; gone: string[] };
  close(): void;
}

interface Entry {
  /** By span ID: a sender that repeats a request after a lost answer sends the same span twice. */
  spans: Map<string, SpanRecord>;
  /** Absent while it is out of date. */
  summary?: WireTrace;
}

/** Creates the index of a store. */
export function createTraceIndex(store: Store): TraceIndex {
  const entries = new Map<string, Entry>();
  const changed = new Set<string>();

  function add(spans: readonly SpanRecord[]): void {
    for (const span of spans) {
      let entry = entries.get(span.traceId);
      if (!entry) entries.set(span.traceId, (entry = { spans: new Map() }));
      entry.spans.set(span.spanId, span);
      delete entry.summary;
      changed.add(span.traceId);
    }
  }

  function remove(spans: readonly SpanRecord[]): void {
    for (const span of spans) {
      const entry = entries.get(span.traceId);
      // The same span may have arrived again, and be there still.
      if (entry?.spans.get(span.spanId) !== span) continue;
      entry.spans.delete(span.spanId);
      delete entry.summary;
      changed.add(span.traceId);
      if (entry.spans.size === 0) entries.delete(span.traceId);
    }
  }

  const summary = (entry: Entry): WireTrace => (entry.summary ??= summaryOf([...entry.spans.values()]));
  const get = (ids: readonly string[]): WireTrace[] => ids.flatMap((id) => entries.get(id) ?? []).map(summary);
  add(store.spans);
  const undo = [store.on('spans', add), store.onLeaving('spans', remove)];
  return {
    spansOf: (traceId) => [...(entries.get(traceId)?.spans.values() ?? [])],
    ids: () => [...entries.keys()],
    get,
    changes() {
      const ids = [...changed];
      changed.clear();
      return {
        traces: get(ids),
        gone: ids.filter((id) => !entries.has(id)),
      };
    },
    close() {
      for (const each of undo) each();
    },
  };
}
