// Metrics as series: one for each resource, metric and set of attributes, with its points over time. What is charted
// and exported comes from here.
import type { Attributes, MetricEntry, MetricPoint } from '../decode/records';
import { keyOf } from './resources';
import { thin } from './thinning';

/** Everything of a metric but its points. */
export type MetricFacts = Omit<MetricEntry, 'points'>;

export interface Series extends MetricFacts {
  readonly attributes: Attributes;
  /** In the order of their time; the older, the fewer. Exemplars are left out. */
  points: MetricPoint[];
}

/** Series at most; beyond, the one that was silent for longest leaves. */
const MAX_SERIES = 4000;
/** Points of a series before they are thinned. */
const THIN_AT = 600;
/** What is left of them at most: the steps of a day, see thinning.ts. */
const MOST_POINTS = 540;

export interface SeriesStore {
  readonly all: ReadonlyMap<string, Series>;
  add(metrics: readonly MetricEntry[]): void;
  /** How many series left because there were too many. */
  dropped(): number;
  clear(): void;
}

/** Creates a store of series. */
export function createSeriesStore(): SeriesStore {
  const all = new Map<string, Series>();
  const prefixes = new WeakMap<object, string>();
  const bounds = new Map<string, number[]>();
  let dropped = 0;

  function add(metric: MetricEntry): void {
    const { points, ...facts } = metric;
    let prefix = prefixes.get(metric.resource);
    if (prefix === undefined) prefixes.set(metric.resource, (prefix = keyOf(metric.resource)));
    const place = `${prefix} ${metric.scope.name} ${metric.name} ${metric.type} ${metric.unit} `;
    for (const point of points) {
      const key = place + keyOf(point.attributes);
      let series = all.get(key);
      if (!series) {
        series = { ...facts, attributes: point.attributes, points: [] };
        if (all.size >= MAX_SERIES) removeSilent();
      }
      // Those that report come last, so that the first is the one that was silent for longest.
      else all.delete(key);
      all.set(key, series);
      insert(series.points, compact(point, series.attributes));
      if (series.points.length >= THIN_AT) series.points = thin(series, MOST_POINTS);
    }
  }

  function removeSilent(): void {
    all.delete(all.keys().next().value!);
    dropped++;
  }

  /** What all points of a series share is one object. */
  function compact(point: MetricPoint, attributes: Attributes): MetricPoint {
    const { buckets } = point;
    if (!buckets) return { ...point, attributes, exemplars: [] };
    const key = buckets.bounds.join();
    let shared = bounds.get(key);
    if (!shared && bounds.size < 1000) bounds.set(key, (shared = buckets.bounds));
    return {
      ...point,
      attributes,
      exemplars: [],
      buckets: { bounds: shared ?? buckets.bounds, counts: buckets.counts },
    };
  }

  return {
    all,
    add: (metrics) => metrics.forEach(add),
    dropped: () => dropped,
    clear() {
      all.clear();
      bounds.clear();
      dropped = 0;
    },
  };
}

/** Nearly always at the end. */
function insert(points: MetricPoint[], point: MetricPoint): void {
  let at = points.length;
  while (at > 0 && points[at - 1]!.timeNs > point.timeNs) at--;
  if (at === points.length) points.push(point);
  else points.splice(at, 0, point);
}

/** Series as the metrics of an export request, those of one metric together. */
export function metricsOfSeries(all: Iterable<Series>): MetricEntry[] {
  const metrics: MetricEntry[] = [];
  const open = new Map<Attributes, Map<string, MetricEntry>>();
  for (const { points, ...series } of all) {
    const facts: MetricFacts & { attributes?: Attributes } = { ...series };
    delete facts.attributes;
    let mine = open.get(facts.resource);
    if (!mine) open.set(facts.resource, (mine = new Map()));
    const key = `${facts.scope.name} ${facts.name} ${facts.type} ${facts.unit}`;
    const metric = mine.get(key);
    if (metric) metric.points = [...metric.points, ...points];
    else {
      const entry = { ...facts, points };
      mine.set(key, entry);
      metrics.push(entry);
    }
  }
  return metrics;
}
