// Metrics as small charts: the requests, how the processes do, and other metrics: the first ones, or those that were
// chosen.
import type { SpanRecord } from '../decode/records';
import type { Series } from '../store/series';
import { chartOf, isCounter, percentileLines, slotsOfSeries, valueLines } from './chart-lines';
import type { TimeRange } from './slots';
import { trafficCharts } from './traffic';
import type { WireChart, WireMetrics } from './wire';

/** Charts of metrics that no one chose, at most; the list of names has all of them. */
const MAX_OTHERS = 24;

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

/** Metrics about telemetry itself come last, those of the runtime before them. */
const order = (name: string): number => (name.startsWith('otel.') ? 2 : /^(v8js|nodejs|process)\./.test(name) ? 1 : 0);

/**
 * Charts of what is in the store, within a range of time.
 *
 * @param chosen Names of metrics: each has a chart then, and the others have none.
 */
export function chartsOf(
  spans: readonly SpanRecord[],
  all: Iterable<Series>,
  range: TimeRange = {},
  chosen: readonly string[] = [],
): WireMetrics {
  const byName = new Map<string, Series[]>();
  for (const series of all) {
    const list = byName.get(series.name);
    if (list) list.push(series);
    else byName.set(series.name, [series]);
  }
  const names = [...byName.keys()].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
  const rest = chosen.length > 0 ? chosen : names.filter((name) => !KNOWN.test(name)).slice(0, MAX_OTHERS);
  const first = chosen.length > 0 ? [] : [...trafficCharts(spans, range), ...RECIPES.flatMap((one) => known(one))];

  function known({ title, unit, names: wanted, factor }: Recipe): WireChart[] {
    const series = Object.keys(wanted).flatMap((name) => byName.get(name) ?? []);
    const slots = slotsOfSeries(series, range);
    return slots ? chartOf(title, unit, slots, valueLines(series, slots, labels(series, wanted), factor)) : [];
  }

  return {
    charts: [...first, ...rest.flatMap((name) => other(name, byName.get(name) ?? [], range))],
    names: names.map((name) => ({ name, isShown: rest.includes(name) })),
  };
}

function other(name: string, series: readonly Series[], range: TimeRange): WireChart[] {
  const slots = slotsOfSeries(series, range);
  const [one] = series;
  if (!slots || !one) return [];
  const unit: WireChart['unit'] = one.unit === 'By' ? 'bytes' : one.unit === 's' ? 'ms' : '';
  const factor = unit === 'ms' ? 1000 : 1;
  if (one.type === 'histogram' || one.type === 'exponentialHistogram')
    return chartOf(name, unit, slots, percentileLines(series, slots, factor));
  const title = one.type === 'summary' ? `${name} (mean)` : isCounter(one) ? `${name} per second` : name;
  return chartOf(title, unit, slots, valueLines(series, slots, labels(series), factor));
}

/** The process of a series, where there are several, and what its metric is called. */
function labels(series: readonly Series[], names: Record<string, string> = {}): (one: Series) => string {
  const instances = new Set(series.map(instanceOf));
  return (one) =>
    [instances.size > 1 ? instanceOf(one) : '', names[one.name] ?? ''].filter(Boolean).join(' ') ||
    String(one.resource['service.name'] ?? '');
}

const instanceOf = ({ resource }: Series): string =>
  [resource['service.name'], resource['process.pid']].filter((part) => part !== undefined).join(' #');
