// Metrics as small charts: the requests, how the processes do, and every other metric that came.
import type { MetricEntry, MetricPoint, SpanRecord } from '../decode/records';
import { trafficCharts } from './traffic';
import type { WireChart, WireMetrics } from './wire';

/** Lines of a chart, points of a line, and charts of metrics that we do not know, at most. */
const [MAX_LINES, MAX_POINTS, MAX_OTHERS] = [8, 240, 24];

interface Recipe {
  title: string;
  unit: WireChart['unit'];
  /** Names of the metrics, and what each is called in the chart. */
  names: Record<string, string>;
  factor: number;
}

/**
 * What a person looks at first. Values of one export that differ in nothing but their attributes (such as the spaces of
 * the heap) are summed up.
 */
const RECIPES: readonly Recipe[] = [
  {
    title: 'Event loop delay',
    unit: 'ms',
    names: {
      'nodejs.eventloop.delay.p50': 'p50',
      'nodejs.eventloop.delay.p99': 'p99',
      'nodejs.eventloop.delay.max': 'max',
    },
    factor: 1000,
  },
  { title: 'Event loop utilization', unit: '%', names: { 'nodejs.eventloop.utilization': '' }, factor: 100 },
  {
    title: 'Memory',
    unit: 'bytes',
    names: {
      'v8js.memory.heap.used': 'heap used',
      'v8js.memory.heap.space.size': 'heap size',
      'process.memory.usage': 'resident',
    },
    factor: 1,
  },
];
/** They are in the charts above, or say what one of them does. */
const KNOWN = /^(nodejs\.eventloop\.|v8js\.memory\.|process\.memory\.usage$|http\.server\.request\.duration$)/;

interface Sample {
  time: number;
  value: number;
}

/** All charts of what is in the store. */
export function chartsOf(spans: readonly SpanRecord[], metrics: readonly MetricEntry[]): WireMetrics {
  const known = RECIPES.map(({ title, unit, names, factor }) =>
    chartOf(
      title,
      unit,
      metrics.filter(({ name }) => Object.hasOwn(names, name)),
      (name) => names[name]!,
      factor,
    ),
  );
  const others = new Map<string, MetricEntry[]>();
  for (const metric of metrics) {
    if (KNOWN.test(metric.name)) continue;
    const list = others.get(metric.name);
    if (list) list.push(metric);
    else if (others.size < MAX_OTHERS) others.set(metric.name, [metric]);
  }
  const rest = [...others].map(([name, list]) =>
    chartOf(titleOf(name, list[0]!), unitOf(list[0]!), list, () => '', unitOf(list[0]!) === 'ms' ? 1000 : 1),
  );
  return { charts: [...trafficCharts(spans), ...known, ...rest].filter(({ times }) => times.length > 0) };
}

function chartOf(
  title: string,
  unit: WireChart['unit'],
  metrics: readonly MetricEntry[],
  nameOf: (metric: string) => string,
  factor: number,
): WireChart {
  const instances = new Set(metrics.map(instanceOf));
  const lines = new Map<string, Map<number, number>>();
  for (const metric of metrics) {
    const label =
      [instances.size > 1 ? instanceOf(metric) : '', nameOf(metric.name)].filter(Boolean).join(' ') ||
      String(metric.resource['service.name'] ?? '');
    let line = lines.get(label);
    if (!line && lines.size < MAX_LINES) lines.set(label, (line = new Map()));
    for (const sample of samplesOf(metric))
      line?.set(sample.time, (line.get(sample.time) ?? 0) + sample.value * factor);
  }
  const times = [...new Set([...lines.values()].flatMap((line) => [...line.keys()]))]
    .sort((a, b) => a - b)
    .slice(-MAX_POINTS);
  return {
    title,
    unit,
    times,
    series: [...lines].map(([label, line]) => ({ label, values: times.map((time) => line.get(time) ?? null) })),
  };
}

/** The points of one export, which belong to one moment. */
function samplesOf({ points, type }: MetricEntry): Sample[] {
  const measured = points.filter((point) => valueOf(point) !== undefined);
  const newest = measured.reduce((most, { timeNs }) => (timeNs > most ? timeNs : most), 0n);
  const time = Number(newest / 1_000_000_000n);
  const values = measured.map((point) => valueOf(point)!);
  if (values.length === 0) return [];
  // Averages of several lines of a histogram are no sum.
  const value =
    type === 'gauge' || type === 'sum'
      ? values.reduce((sum, each) => sum + each, 0)
      : values.reduce((most, each) => Math.max(most, each), 0);
  return Number.isFinite(value) ? [{ time, value }] : [];
}

/** A number, or of a distribution the mean. */
function valueOf({ value, count, sum }: MetricPoint): number | undefined {
  if (value !== undefined) return Number(value);
  return count === undefined || count === 0 || sum === undefined ? undefined : sum / count;
}

const instanceOf = ({ resource }: MetricEntry): string =>
  [resource['service.name'], resource['process.pid']].filter((part) => part !== undefined).join(' #');
const unitOf = ({ unit }: MetricEntry): WireChart['unit'] => (unit === 'By' ? 'bytes' : unit === 's' ? 'ms' : '');
const titleOf = (name: string, { type }: MetricEntry): string =>
  type === 'gauge' || type === 'sum' ? name : `${name} (mean)`;
