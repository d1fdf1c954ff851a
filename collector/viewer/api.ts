// What the page, `firstlight query` and `firstlight mcp` ask a running collector: GET /api/…, all of it read only.
import { encodeLine } from '../saving/encode';
import type { Search, SearchQuery, Sort } from '../search/search';
import { SORTS } from '../search/search';
import { statisticsOf } from '../search/statistics';
import { suggest } from '../search/suggestions';
import type { Store } from '../store/store';
import { metricsOfSeries } from '../store/series';
import { aiOf, type Prices } from './ai';
import { chartsOf } from './charts';
import { detailOf } from './detail';
import { logsOf, tracesOf, type Part } from './lists';
import { mapOf } from './map';
import { servicesOf } from './services';
import type { TimeRange } from './slots';

/** What an answer is made from. */
export interface Sources {
  readonly store: Store;
  readonly search: Search;
  readonly prices?: Prices | undefined;
}

const number = (query: URLSearchParams, name: string): number | undefined =>
  /^-?\d{1,16}$/.test(query.get(name) ?? '') ? Number(query.get(name)) : undefined;

/** The time that a question is about: `from` and `to`, or the last so many seconds. */
export function rangeOf(query: URLSearchParams): TimeRange {
  const last = number(query, 'last');
  return {
    fromMs: last === undefined ? number(query, 'from') : Date.now() - last * 1000,
    toMs: number(query, 'to'),
  };
}

/** A search as it comes in an address. */
export const queryOf = (query: URLSearchParams): SearchQuery => ({
  ...rangeOf(query),
  text: query.get('q') ?? '',
  sort: SORTS.find((sort): sort is Sort => sort === query.get('sort')),
  before: number(query, 'before'),
  after: number(query, 'after'),
});

const partOf = (query: URLSearchParams): Part => ({
  first: number(query, 'first'),
  limit: number(query, 'limit'),
  anchor: query.get('anchor') ?? undefined,
  offset: number(query, 'offset'),
});

/** By path; each may throw a QueryError. */
const ANSWERS: Readonly<Record<string, (sources: Sources, query: URLSearchParams) => unknown>> = {
  '/api/traces': ({ search }, query) => tracesOf(search, queryOf(query), partOf(query)),
  '/api/logs': ({ search }, query) => logsOf(search, queryOf(query), partOf(query)),
  '/api/services': ({ store }) => servicesOf(store),
  '/api/next': ({ search }) => search.next(),
  '/api/suggest': ({ store }, query) => suggest(store, query.get('q') ?? '', number(query, 'caret') ?? 0),
  '/api/statistics': ({ search }, query) => statisticsOf(search.spans(queryOf(query))),
  '/api/metrics': ({ store }, query) =>
    chartsOf(store.spans, store.series.values(), rangeOf(query), query.getAll('metric')),
  '/api/ai': ({ search, prices }, query) => aiOf([...search.spans(queryOf(query))], search.logsOf, prices),
  '/api/map': ({ store, search }, query) => mapOf(query.size === 0 ? store.spans : search.spans(queryOf(query))),
};

/** An answer as JSON; undefined if there is no such question or no such trace. */
export function answerOf(sources: Sources, path: string, query: URLSearchParams): unknown {
  const [, traceId] = /^\/api\/traces\/([0-9a-f]{32})$/.exec(path) ?? [];
  if (traceId === undefined) return Object.hasOwn(ANSWERS, path) ? ANSWERS[path]!(sources, query) : undefined;
  const { search } = sources;
  const spans = search.spansOf(traceId);
  const text = query.get('q') ?? '';
  if (spans.length === 0) return undefined;
  return {
    ...detailOf(spans, search.logsOf(traceId)),
    ...(text !== '' && { matches: search.within(traceId, text) }),
  };
}

/** Records of one line at most: a reader decodes a line at once. */
const MAX_LINE = 500;

/**
 * Everything as lines of OTLP/JSON, or the traces and log lines that a query finds; traces come with all their spans
 * and lines.
 */
export function exportOf({ store, search }: Sources, query: SearchQuery): string[] {
  const isAll = !query.text && query.fromMs === undefined && query.toMs === undefined;
  const traces = isAll ? [] : search.traces(query).map(({ id }) => id);
  const spans = isAll ? store.spans : traces.flatMap((id) => search.spansOf(id));
  const logs = isAll
    ? store.logs
    : [...new Set([...search.logs(query), ...traces.flatMap((id) => search.logsOf(id))])].map(({ record }) => record);
  const parts = <T>(records: readonly T[]): T[][] =>
    Array.from({ length: Math.ceil(records.length / MAX_LINE) }, (_, at) =>
      records.slice(at * MAX_LINE, (at + 1) * MAX_LINE),
    );
  return [
    ...parts(spans).map((part) => encodeLine('traces', part)),
    ...parts(logs).map((part) => encodeLine('logs', part)),
    ...(isAll ? parts(metricsOfSeries(store.series.values())).map((part) => encodeLine('metrics', part)) : []),
  ];
}
