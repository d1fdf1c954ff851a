// Histograms as counts by their upper bound, in which percentiles are looked up.
import type { MetricPoint } from '../decode/records';

/** Counts of measurements by the upper bound of their bucket; the last bound may be Infinity. */
export type Distribution = Map<number, { lower: number; count: number }>;

/** The distribution of a histogram's point, explicit or exponential. Undefined if it has no buckets. */
export function distributionOf({ buckets, exponential }: MetricPoint): Distribution | undefined {
  const distribution: Distribution = new Map();
  const add = (lower: number, upper: number, count: number): void => {
    if (count > 0) distribution.set(upper, { lower, count: (distribution.get(upper)?.count ?? 0) + count });
  };
  if (buckets)
    buckets.counts.forEach((count, at) =>
      add(
        at === 0 ? Math.min(0, buckets.bounds[0] ?? 0) : buckets.bounds[at - 1]!,
        buckets.bounds[at] ?? Infinity,
        count,
      ),
    );
  else if (exponential) {
    const base = 2 ** (2 ** -exponential.scale);
    add(0, 0, exponential.zeroCount);
    exponential.positive.counts.forEach((count, at) =>
      add(base ** (exponential.positive.offset + at), base ** (exponential.positive.offset + at + 1), count),
    );
    exponential.negative.counts.forEach((count, at) =>
      add(-(base ** (exponential.negative.offset + at + 1)), -(base ** (exponential.negative.offset + at)), count),
    );
  } else return undefined;
  return distribution;
}

/** Adds one distribution to another, or takes it away. */
export function merge(into: Distribution, other: Distribution, sign: 1 | -1 = 1): Distribution {
  for (const [upper, { lower, count }] of other) {
    const sum = (into.get(upper)?.count ?? 0) + sign * count;
    if (sum > 0) into.set(upper, { lower, count: sum });
    else into.delete(upper);
  }
  return into;
}

/** Below which value `percent` of the measurements lie, evenly spread within a bucket; null of nothing. */
export function percentileOf(distribution: Distribution, percent: number): number | null {
  const buckets = [...distribution].sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, { count }]) => sum + count, 0);
  if (total === 0) return null;
  let left = (percent / 100) * total;
  for (const [upper, { lower, count }] of buckets) {
    if (left <= count) return upper === Infinity ? lower : lower + ((upper - lower) * left) / count;
    left -= count;
  }
  return buckets.at(-1)![1].lower;
}
