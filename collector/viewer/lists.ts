// Parts of long lists: what is in sight, found again by a record that stays at its place.
import type { Search, SearchQuery } from '../search/search';
import { serviceOf } from '../traces/tree';
import { logLine } from './log-lines';
import type { WireList, WireLog, WireTrace } from './wire';

/** Rows of one answer at most, and if nothing else is asked for. */
const [MAX_ROWS, ROWS] = [1000, 200];

/** Which part of a list is wanted. */
export interface Part {
  readonly first?: number | undefined;
  readonly limit?: number | undefined;
  /** A trace ID or the number of a line: if it is found, the part begins there, moved by `offset`. */
  readonly anchor?: string | undefined;
  readonly offset?: number | undefined;
}

/** Traces, see search.ts. */
export function tracesOf(search: Search, query: SearchQuery, part: Part): WireList<WireTrace> {
  const found = search.traces(query);
  return { ...partOf(found, part, ({ id }) => id), all: search.count('traces', query.before), services: [] };
}

/** Log lines in the order of their time. */
export function logsOf(search: Search, query: SearchQuery, part: Part): WireList<WireLog> {
  const found = search.logs(query);
  const { items, ...place } = partOf(found, part, ({ seq }) => String(seq));
  const services = new Set(
    search
      .logs({})
      .slice(-5000)
      .map(({ record }) => serviceOf(record)),
  );
  return {
    ...place,
    items: items.map(({ record, seq }) => logLine(record, seq)),
    all: search.count('logs', query.before),
    services: [...services].sort(),
  };
}

function partOf<T>(
  found: readonly T[],
  { first = 0, limit = ROWS, anchor, offset = 0 }: Part,
  keyOf: (item: T) => string,
): Omit<WireList<T>, 'all' | 'services'> {
  const at = anchor === undefined ? -1 : found.findIndex((item) => keyOf(item) === anchor);
  const wanted = at < 0 ? (first < 0 ? found.length + first : first) : at + offset;
  const count = Math.min(MAX_ROWS, Math.max(1, limit));
  // Before the first and behind the last there is nothing: the nearest full part.
  const start = Math.max(0, Math.min(wanted, found.length - count));
  return { total: found.length, first: start, items: found.slice(start, start + count) };
}
