// Which points of metrics a saved session has. Every few seconds each series says nearly the same: once in a while is
// enough, so that traces and log lines are most of the file.
import type { MetricEntry, MetricPoint } from '../decode/records';
import { keyOf } from '../store/resources';
import { sum } from '../store/thinning';

/** Time between two saved points of a series, in nanoseconds. */
const STEP_NS = 30_000_000_000n;

interface Pending {
  metric: MetricEntry;
  savedNs: bigint;
  /** What came after the point that was saved last. */
  point?: MetricPoint;
}

export interface SparseMetrics {
  /** Of these metrics what is due now. */
  take(metrics: readonly MetricEntry[]): MetricEntry[];
  /** What is left at the end: the newest point of each series. */
  rest(): MetricEntry[];
}

/** Creates a filter that has seen nothing. */
export function createSparseMetrics(stepNs = STEP_NS): SparseMetrics {
  const series = new Map<string, Pending>();

  function dueOf(metric: MetricEntry, prefix: string, point: MetricPoint): MetricPoint | undefined {
    const key = `${prefix} ${keyOf(point.attributes)}`;
    const known = series.get(key);
    if (!known) {
      series.set(key, { metric, savedNs: point.timeNs });
      return point;
    }
    const next = metric.temporality === 'DELTA' && known.point ? sum(known.point, point) : point;
    if (point.timeNs - known.savedNs < stepNs && point.exponential === undefined) {
      Object.assign(known, { metric, point: next });
      return undefined;
    }
    Object.assign(known, { metric, savedNs: point.timeNs, point: undefined });
    return next;
  }

  return {
    take(metrics) {
      return metrics.flatMap((metric) => {
        const prefix = `${keyOf(metric.resource)} ${metric.scope.name} ${metric.name} ${metric.type}`;
        const points = metric.points.flatMap((point) => dueOf(metric, prefix, point) ?? []);
        return points.length === 0 ? [] : [{ ...metric, points }];
      });
    },
    rest() {
      const last = [...series.values()].flatMap(({ metric, point }) =>
        point === undefined ? [] : [{ ...metric, points: [point] }],
      );
      series.clear();
      return last;
    },
  };
}
