// Fewer points of what is older. Of gauges and cumulative values the last of a step stands for it; increments (delta)
// are added up.
import type { MetricPoint, MetricType } from '../decode/records';

/** Up to which age, in seconds, which step between points is kept. */
const STEPS: readonly (readonly [age: number, step: number])[] = [
  [300, 0],
  [3600, 30],
  [6 * 3600, 120],
  [24 * 3600, 600],
  [Infinity, 3600],
];

interface Points {
  readonly type: MetricType;
  readonly temporality?: 'DELTA' | 'CUMULATIVE';
  readonly points: readonly MetricPoint[];
}

/**
 * The points of a series, thinned by their age before its newest one; no more than `most` of them: the oldest are left
 * out then.
 */
export function thin({ points, temporality }: Points, most: number): MetricPoint[] {
  const newest = points.at(-1)!.timeNs;
  const kept: MetricPoint[] = [];
  let slot = '';
  for (const point of points) {
    const second = Number(point.timeNs / 1_000_000_000n);
    const age = Number((newest - point.timeNs) / 1_000_000_000n);
    const [, step] = STEPS.find(([until]) => age < until)!;
    // Steps lie at fixed times, so that thinning again changes nothing.
    const next = step === 0 ? '' : `${step} ${Math.floor(second / step)}`;
    const last = kept.at(-1);
    const isReset = temporality !== 'DELTA' && last?.startNs !== point.startNs;
    // Buckets of exponential histograms differ from one increment to the next.
    const isExponential = temporality === 'DELTA' && point.exponential !== undefined;
    if (last === undefined || next === '' || next !== slot || isReset || isExponential) kept.push(point);
    else kept[kept.length - 1] = temporality === 'DELTA' ? sum(last, point) : point;
    slot = next;
  }
  if (kept.length <= most) return kept;
  return kept.slice(-most);
}

/** Two increments as one. */
export function sum(a: MetricPoint, b: MetricPoint): MetricPoint {
  const both = (x: number | undefined, y: number | undefined): number | undefined =>
    x === undefined ? y : y === undefined ? x : x + y;
  const [count, total] = [both(a.count, b.count), both(a.sum, b.sum)];
  const value = a.value === undefined ? b.value : b.value === undefined ? a.value : Number(a.value) + Number(b.value);
  const least = [a.min, b.min].filter((each) => each !== undefined);
  const greatest = [a.max, b.max].filter((each) => each !== undefined);
  return {
    ...b,
    ...(a.startNs !== undefined && { startNs: a.startNs }),
    ...(value !== undefined && { value }),
    ...(count !== undefined && { count }),
    ...(total !== undefined && { sum: total }),
    ...(least.length > 0 && { min: Math.min(...least) }),
    ...(greatest.length > 0 && { max: Math.max(...greatest) }),
    ...(a.buckets &&
      b.buckets && {
        buckets: {
          bounds: b.buckets.bounds,
          counts: b.buckets.counts.map((each, at) => each + (a.buckets!.counts[at] ?? 0)),
        },
      }),
  };
}
