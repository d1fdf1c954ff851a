// Searches over a store: traces, and log lines.
import type { SpanRecord } from '../decode/records';
import type { Store } from '../store/store';
import { isErrorLevel, levelOf } from '../viewer/log-lines';
import { isWithin, type TimeRange } from '../viewer/slots';
import type { WireTrace } from '../viewer/wire';
import { parseQuery } from './language';
import { createLogIndex, type LogDocument } from './logs';
import { createMatcher, type Document, type Matcher } from './match';
import { createTraceIndex, type TraceEntry } from './traces';

export const SORTS = ['newest', 'errors', 'slowest'] as const;
export type Sort = (typeof SORTS)[number];

/** What is looked for. */
export interface SearchQuery extends TimeRange {
  /** In the language of language.ts; default: everything. */
  readonly text?: string | undefined;
  /** Of traces: the newest first (default), those with errors before the others, or the slowest first. */
  readonly sort?: Sort | undefined;
  /** Only traces or lines with a number below this: what came until a page was paused. */
  readonly before?: number | undefined;
  /** Only traces with this number or above: what came since a moment. */
  readonly after?: number | undefined;
}

export interface Search {
  /**
   * The traces of which one span or one log line satisfies all conditions; words may be anywhere in the trace.
   *
   * @throws QueryError for a query that cannot be understood.
   */
  traces(query: SearchQuery): readonly WireTrace[];
  /** The log lines that satisfy a query, by time. Throws a QueryError as `traces` does. */
  logs(query: SearchQuery): readonly LogDocument[];
  /** The spans that satisfy a query, in no order. Throws a QueryError as `traces` does. */
  spans(query: SearchQuery): readonly SpanRecord[];
  spansOf(traceId: string): SpanRecord[];
  logsOf(traceId: string): readonly LogDocument[];
  /** Spans and lines of a trace that satisfy a query: their IDs and numbers. */
  within(traceId: string, text: string): { spans: string[]; logs: number[] };
  /** How many traces and lines there are; only those with a number below `before`, if it is given. */
  count(kind: 'traces' | 'logs', before?: number): number;
  /** The numbers of the next trace and line. */
  next(): { trace: number; log: number };
  /** The IDs of the traces that changed since the last call. */
  changes(): string[];
  close(): void;
}

/** Results that are kept as long as nothing changes: a list asks again for each part that is scrolled into sight. */
const MAX_RESULTS = 12;

/** Creates a search over a store. */
export function createSearch(store: Store): Search {
  const traces = createTraceIndex(
    store,
    (traceId): number => logs.ofTrace(traceId).filter(({ record }) => isErrorLevel(levelOf(record))).length,
  );
  const logs = createLogIndex(store, (traceId) => traces.touch(traceId));
  const results = new Map<string, readonly unknown[]>();
  const forget = (): void => results.clear();
  const undo = (['spans', 'logs'] as const).flatMap((event) => [
    store.on(event, forget),
    store.onLeaving(event, forget),
  ]);

  function cached<T>(kind: string, query: SearchQuery, find: () => readonly T[]): readonly T[] {
    const key = JSON.stringify([kind, query.text, query.sort, query.before, query.after, query.fromMs, query.toMs]);
    const known = results.get(key) as readonly T[] | undefined;
    if (known) return known;
    const found = find();
    results.set(key, found);
    if (results.size > MAX_RESULTS) results.delete(results.keys().next().value!);
    return found;
  }

  const matcherOf = ({ text = '' }: SearchQuery): Matcher => createMatcher(parseQuery(text));

  function isFound(entry: TraceEntry, matcher: Matcher): boolean {
    const lines = logs.ofTrace(entry.id);
    const some = (test: (document: Document) => boolean): boolean => {
      for (const span of entry.spans.values()) if (test(span)) return true;
      return lines.some(test);
    };
    return matcher.words.every(some) && some(matcher.conditions);
  }

  return {
    traces(query) {
      return cached('traces', query, () => {
        const matcher = matcherOf(query);
        const { before = Infinity, after = 0, sort = 'newest' } = query;
        const found: WireTrace[] = [];
        for (const entry of traces.entries.values()) {
          if (entry.seq >= before || entry.seq < after) continue;
          const summary = traces.summary(entry);
          if (isWithin(summary.startMs, query) && (matcher.isEmpty || isFound(entry, matcher))) found.push(summary);
        }
        return found.sort(ORDERS[sort]);
      });
    },
    logs(query) {
      return cached('logs', query, () => {
        const matcher = matcherOf(query);
        const { before = Infinity } = query;
        return logs
          .ordered()
          .filter(
            (document) =>
              document.seq < before &&
              isWithin(document.timeMs, query) &&
              (matcher.isEmpty || matcher.matches(document)),
          );
      });
    },
    spans(query) {
      const matcher = matcherOf(query);
      const found: SpanRecord[] = [];
      for (const entry of traces.entries.values())
        for (const span of entry.spans.values())
          if (isWithin(Number(span.record.startNs / 1_000_000n), query) && (matcher.isEmpty || matcher.matches(span)))
            found.push(span.record);
      return found;
    },
    spansOf: traces.spansOf,
    logsOf: logs.ofTrace,
    within(traceId, text) {
      const matcher = matcherOf({ text });
      const spans = [...(traces.entries.get(traceId)?.spans.values() ?? [])];
      return {
        spans: spans.filter(matcher.matches).map(({ record }) => record.spanId),
        logs: logs
          .ofTrace(traceId)
          .filter(matcher.matches)
          .map(({ seq }) => seq),
      };
    },
    count(kind, before) {
      if (kind === 'logs')
        return before === undefined ? store.logs.length : store.logs.length - Math.max(0, logs.next() - before);
      return before === undefined
        ? traces.entries.size
        : [...traces.entries.values()].filter(({ seq }) => seq < before).length;
    },
    next: () => ({ trace: traces.next(), log: logs.next() }),
    changes: traces.changes,
    close() {
      for (const each of undo) each();
      logs.close();
      traces.close();
    },
  };
}

const isBad = ({ failed, errors, failedLines }: WireTrace): number => Number(failed || errors > 0 || failedLines > 0);
const byTime = (a: WireTrace, b: WireTrace): number => b.startMs - a.startMs || (a.id < b.id ? -1 : 1);
const ORDERS: Record<Sort, (a: WireTrace, b: WireTrace) => number> = {
  newest: byTime,
  errors: (a, b) => isBad(b) - isBad(a) || byTime(a, b),
  slowest: (a, b) => b.durationMs - a.durationMs || byTime(a, b),
};
