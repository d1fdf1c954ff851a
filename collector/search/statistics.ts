// Requests by route and calls by what is called: how many, how often they fail, how long they take.
import type { SpanRecord } from '../decode/records';
import { serviceOf } from '../traces/tree';
import { percentile } from '../viewer/traffic';
import type { WireStatistic, WireStatistics } from '../viewer/wire';
import { quoted } from './language';

/** Rows of each table at most: the most frequent. */
const MAX_ROWS = 500;

interface Group {
  service: string;
  name: string;
  query: string;
  durations: number[];
  errors: number;
  firstNs: bigint;
  lastNs: bigint;
  slowest: SpanRecord;
}

/** Statistics of these spans, the most frequent first. */
export function statisticsOf(spans: readonly SpanRecord[]): WireStatistics {
  const [routes, calls] = [new Map<string, Group>(), new Map<string, Group>()];
  for (const span of spans) {
    if (span.kind === 'SERVER' || span.kind === 'CONSUMER') add(routes, span, span.name, nameQuery(span));
    else if (span.kind === 'CLIENT' || span.kind === 'PRODUCER') {
      const { name, query } = callOf(span);
      add(calls, span, name, query);
    }
  }
  return { routes: rowsOf(routes), calls: rowsOf(calls) };
}

function add(groups: Map<string, Group>, span: SpanRecord, name: string, query: string): void {
  const service = serviceOf(span);
  const key = JSON.stringify([service, name]);
  let group = groups.get(key);
  if (!group)
    groups.set(
      key,
      (group = {
        service,
        name,
        query: `service=${quoted(service)} ${query}`,
        durations: [],
        errors: 0,
        firstNs: span.startNs,
        lastNs: span.startNs,
        slowest: span,
      }),
    );
  group.durations.push(span.durationMs);
  if (span.status.code === 'ERROR' || Number(span.attributes['http.response.status_code'] ?? 0) >= 500) group.errors++;
  if (span.startNs < group.firstNs) group.firstNs = span.startNs;
  if (span.startNs > group.lastNs) group.lastNs = span.startNs;
  if (span.durationMs > group.slowest.durationMs) group.slowest = span;
}

const nameQuery = ({ kind, name }: SpanRecord): string => `kind=${kind.toLowerCase()} name=${quoted(name)}`;

/** Of HTTP, the method and the host; of a database, the system and the operation; of a queue, its name. */
function callOf(span: SpanRecord): { name: string; query: string } {
  const { attributes } = span;
  const pick = (...names: string[]): [name: string, value: string] | undefined =>
    names.flatMap((name): [string, string][] => {
      const value = attributes[name];
      return value === undefined || value === null || value === '' ? [] : [[name, String(value)]];
    })[0];
  const host = pick('server.address', 'net.peer.name', 'network.peer.address');
  const method = pick('http.request.method', 'http.method');
  const db = pick('db.system.name', 'db.system');
  if (method && host) {
    const port = pick('server.port', 'net.peer.port');
    return {
      name: `${method[1]} ${host[1]}${port ? `:${port[1]}` : ''}`,
      query: [
        'kind=client',
        ...[method, host, port].flatMap((each) => (each ? `${each[0]}=${quoted(each[1])}` : [])),
      ].join(' '),
    };
  }
  return { name: db ? `${db[1]} ${span.name}` : span.name, query: nameQuery(span) };
}

function rowsOf(groups: Map<string, Group>): WireStatistic[] {
  return [...groups.values()]
    .sort((a, b) => b.durations.length - a.durations.length || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_ROWS)
    .map(({ service, name, query, durations, errors, firstNs, lastNs, slowest }) => {
      const seconds = Number(lastNs - firstNs) / 1e9;
      const [p50Ms, p95Ms, p99Ms] = [50, 95, 99].map((percent) => percentile(durations, percent)!) as [
        number,
        number,
        number,
      ];
      return {
        service,
        name,
        query,
        count: durations.length,
        perSecond: durations.length / Math.max(1, seconds),
        errors,
        errorRate: errors / durations.length,
        p50Ms,
        p95Ms,
        p99Ms,
        slowest: { trace: slowest.traceId, span: slowest.spanId, durationMs: slowest.durationMs },
      };
    });
}
