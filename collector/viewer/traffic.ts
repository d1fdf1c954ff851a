// Requests over time: rate, errors and latency, from the server spans in the store. They are there at once, while
// metrics come once an interval.
import type { SpanRecord } from '../decode/records';
import { serviceOf } from '../traces/tree';
import { isWithin, slotsOf, type TimeRange } from './slots';
import type { WireChart, WireSeries } from './wire';

/** Services with a line of their own at most; the busiest are shown. */
const MAX_SERVICES = 8;

interface Request {
  second: number;
  durationMs: number;
  failed: boolean;
  service: string;
}

/**
 * Three charts of the requests that servers answered and messages that consumers took, within a range of time; none if
 * there were none.
 */
export function trafficCharts(spans: readonly SpanRecord[], range: TimeRange = {}): WireChart[] {
  const requests = spans
    .filter(({ kind }) => kind === 'SERVER' || kind === 'CONSUMER')
    .map(requestOf)
    .filter(({ second }) => isWithin(second * 1000, range));
  if (requests.length === 0) return [];
  // A clock that is years off would make a chart of nothing: the newest requests decide, and what is a day older is
  // left out.
  const last = requests.reduce((most, { second }) => Math.max(most, second), -Infinity);
  const recent = requests.filter(({ second }) => second > last - 86_400);
  const { times, width, at } = slotsOf(
    recent.reduce((least, { second }) => Math.min(least, second), Infinity),
    last,
  );
  const steps = (chosen: readonly Request[]): Request[][] => {
    const buckets: Request[][] = times.map(() => []);
    for (const request of chosen) buckets[at(request.second)!]!.push(request);
    return buckets;
  };
  const busiest = busiestServices(recent);
  const byService = busiest.map((service) => ({
    service,
    buckets: steps(recent.filter((each) => each.service === service)),
  }));
  const lines = (value: (bucket: Request[]) => number | null): WireSeries[] =>
    byService.map(({ service, buckets }) => ({ label: service, values: buckets.map(value) }));
  const all = steps(recent);
  return [
    { title: 'Requests', unit: 'per second', times: [...times], series: lines((bucket) => bucket.length / width) },
    {
      title: 'Errors',
      unit: '%',
      times: [...times],
      series: lines((bucket) =>
        bucket.length === 0 ? null : (100 * bucket.filter(({ failed }) => failed).length) / bucket.length,
      ),
    },
    {
      title: 'Latency',
      unit: 'ms',
      times: [...times],
      series: [50, 90, 99].map((percent) => ({
        label: `p${percent}`,
        values: all.map((bucket) =>
          percentile(
            bucket.map(({ durationMs }) => durationMs),
            percent,
          ),
        ),
      })),
    },
  ];
}

function requestOf(span: SpanRecord): Request {
  const status = Number(span.attributes['http.response.status_code'] ?? span.attributes['http.status_code'] ?? 0);
  return {
    second: Number(span.endNs / 1_000_000_000n),
    durationMs: span.durationMs,
    failed: span.status.code === 'ERROR' || status >= 500,
    service: serviceOf(span),
  };
}

function busiestServices(requests: readonly Request[]): string[] {
  const counts = new Map<string, number>();
  for (const { service } of requests) counts.set(service, (counts.get(service) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, MAX_SERVICES)
    .map(([service]) => service);
}

/** The nearest-rank percentile; null of nothing. */
export function percentile(values: number[], percent: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!;
}
