// The lines of a chart from the series of metrics.
import type { MetricPoint } from '../decode/records';
import type { Series } from '../store/series';
import { distributionOf, merge, percentileOf, type Distribution } from './distributions';
import { isWithin, slotsOf, type Slots, type TimeRange } from './slots';
import type { WireChart, WireSeries } from './wire';

/** Lines of a chart at most: those that were heard of last. */
const MAX_LINES = 8;
/** A value stands for so many intervals; a series that says nothing for longer has none. */
const STALE = 2.5;

const secondOf = ({ timeNs }: MetricPoint): number => Number(timeNs / 1_000_000n) / 1000;

/** The steps of the time in which series have points, none of them shorter than the time between two exports. */
export function slotsOfSeries(series: readonly Series[], { fromMs, toMs }: TimeRange): Slots | undefined {
  let [first, last, interval] = [Infinity, -Infinity, 1];
  for (const { points } of series) {
    const inside = points.filter((point) => isWithin(secondOf(point) * 1000, { fromMs, toMs }));
    if (inside.length === 0) continue;
    first = Math.min(first, secondOf(inside[0]!));
    last = Math.max(last, secondOf(inside.at(-1)!));
    if (inside.length > 1) interval = Math.max(interval, (secondOf(inside.at(-1)!) - secondOf(inside.at(-2)!)) * 0.99);
  }
  if (first > last) return undefined;
  return slotsOf(first, last, Math.min(interval, 3600));
}

/**
 * A line for each label: the sum of the newest values of its series in each step. Counters that only grow are shown by
 * what they grow a second.
 */
export function valueLines(
  series: readonly Series[],
  slots: Slots,
  labelOf: (one: Series) => string,
  factor = 1,
): WireSeries[] {
  const lines = new Map<string, { values: (number | null)[]; lastNs: bigint }>();
  for (const one of series) {
    const last = one.points.at(-1);
    if (!last) continue;
    const label = labelOf(one);
    const values = valuesOf(one, slots);
    const line = lines.get(label);
    if (!line) lines.set(label, { values, lastNs: last.timeNs });
    else {
      line.values = line.values.map((value, at) =>
        value === null ? values[at]! : values[at] === null ? value : value + values[at]!,
      );
      if (last.timeNs > line.lastNs) line.lastNs = last.timeNs;
    }
  }
  return [...lines]
    .filter(([, { values }]) => values.some((value) => value !== null))
    .sort(([, a], [, b]) => Number(b.lastNs > a.lastNs) - Number(a.lastNs > b.lastNs))
    .slice(0, MAX_LINES)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, { values }]) => ({
      label,
      values: values.map((value) => (value === null || !Number.isFinite(value) ? null : value * factor)),
    }));
}

export const isCounter = ({ type, monotonic }: Series): boolean => type === 'sum' && monotonic === true;

function valuesOf(one: Series, slots: Slots): (number | null)[] {
  if (isCounter(one)) return ratesOf(one, slots);
  const values: (number | null)[] = slots.times.map(() => null);
  const measured = one.points.filter((point) => meanOf(point) !== undefined);
  for (const point of measured) {
    const at = slots.at(secondOf(point));
    if (at !== undefined) values[at] = meanOf(point)!;
  }
  // A step that lies between two exports.
  const interval = measured.length < 2 ? 0 : secondOf(measured.at(-1)!) - secondOf(measured.at(-2)!);
  const reach = Math.ceil((STALE * interval) / slots.width);
  const lastAt = values.findLastIndex((value) => value !== null);
  for (let [at, since] = [1, 0]; at < lastAt; at++) {
    since = values[at] === null ? since + 1 : 0;
    if (values[at] === null && since <= reach) values[at] = values[at - 1]!;
  }
  return values;
}

/** A second's growth, in each step in which it was reported. */
function ratesOf({ points, temporality }: Series, slots: Slots): (number | null)[] {
  const growth: (number | null)[] = slots.times.map(() => null);
  let before: MetricPoint | undefined;
  for (const point of points) {
    const at = slots.at(secondOf(point));
    const from = temporality === 'DELTA' || !before || isReset(before, point) ? 0 : Number(before.value ?? 0);
    // Of the first point one does not know in which time it came together.
    if (at !== undefined && (before || temporality === 'DELTA'))
      growth[at] = (growth[at] ?? 0) + Number(point.value ?? 0) - from;
    before = point;
  }
  return growth.map((value) => (value === null ? null : value / slots.width));
}

const isReset = (before: MetricPoint, { value, count, startNs }: MetricPoint): boolean =>
  startNs !== before.startNs || Number(value ?? count ?? 0) < Number(before.value ?? before.count ?? 0);

/** Percentiles of histograms, each over what was measured in its step. */
export function percentileLines(series: readonly Series[], slots: Slots, factor = 1): WireSeries[] {
  const measured: Distribution[] = slots.times.map(() => new Map() as Distribution);
  for (const { points, temporality } of series) {
    let before: MetricPoint | undefined;
    for (const point of points) {
      const at = slots.at(secondOf(point));
      const distribution = distributionOf(point);
      if (at !== undefined && distribution) {
        merge(measured[at]!, distribution);
        const base = temporality !== 'DELTA' && before && !isReset(before, point) ? distributionOf(before) : undefined;
        if (base) merge(measured[at]!, base, -1);
      }
      before = point;
    }
  }
  return [50, 95, 99].map((percent) => ({
    label: `p${percent}`,
    values: measured.map((each) => {
      const value = percentileOf(each, percent);
      return value === null ? null : value * factor;
    }),
  }));
}

/** A number, or of a distribution the mean. */
function meanOf({ value, count, sum }: MetricPoint): number | undefined {
  if (value !== undefined) return Number(value);
  return count === undefined || count === 0 || sum === undefined ? undefined : sum / count;
}

/** A chart of lines, if there are any. */
export const chartOf = (title: string, unit: WireChart['unit'], slots: Slots, series: WireSeries[]): WireChart[] =>
  series.every(({ values }) => values.every((value) => value === null))
    ? []
    : [{ title, unit, times: [...slots.times], series }];
