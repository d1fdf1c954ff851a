import type { Attributes, HrTime } from '@opentelemetry/api';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Operation } from './operations';

type Metric = ResourceMetrics['scopeMetrics'][number]['metrics'][number];
export type Point = readonly [Attributes, number];

// The values of the SDK's enums, which are not worth loading it for.
const SUM = 3;
const HISTOGRAM = 0;
const DELTA = 0;
const CUMULATIVE = 1;
const INT = 0;
const DOUBLE = 1;

/** Takes totals, and writes them as metrics. */
export interface Points {
  readonly metrics: Metric[];
  sum(name: string, unit: string, description: string, isMonotonic: boolean, selfMetrics: readonly Point[]): void;
  /** Without buckets. */
  histogram(name: string, unit: string, description: string, operations: readonly Operation[]): void;
}

/**
 * Creates what begins a report: totals since the start of the process, or what came since the report before, as the
 * temporality asks.
 */
export function createReports(temporality: 'cumulative' | 'delta' | 'lowmemory'): () => Points {
  const reported = new Map<string, number>();
  const first = now();
  let before = first;
  /** The part of a total that is to be reported. */
  const part = (isDelta: boolean, key: unknown[], total: number): number => {
    const text = JSON.stringify(key);
    const earlier = isDelta ? (reported.get(text) ?? 0) : 0;
    reported.set(text, total);
    return total - earlier;
  };
  return () => {
    const [since, at] = [before, now()];
    before = at;
    const metrics: Metric[] = [];
    const frame = (isDelta: boolean) => ({ startTime: isDelta ? since : first, endTime: at });
    return {
      metrics,
      sum(name, unit, description, isMonotonic, selfMetrics) {
        const isDelta = isMonotonic && temporality === 'delta';
        const dataPoints = selfMetrics.map(([attributes, total]) => ({
          ...frame(isDelta),
          attributes,
          value: part(isDelta, [name, attributes], total),
        }));
        if (dataPoints.length > 0)
          metrics.push({
            descriptor: { name, unit, description, valueType: INT },
            aggregationTemporality: isDelta ? DELTA : CUMULATIVE,
            dataPointType: SUM,
            isMonotonic,
            dataPoints,
          });
      },
      histogram(name, unit, description, operations) {
        const isDelta = temporality !== 'cumulative';
        const dataPoints = operations
          .map(([attributes, total]) => {
            const [count, sum] = [
              part(isDelta, [name, attributes, 'count'], total.count),
              part(isDelta, [name, attributes, 'sum'], total.sum),
            ];
            return {
              ...frame(isDelta),
              attributes,
              value: { buckets: { boundaries: [], counts: [count] }, count, sum },
            };
          })
          .filter(({ value }) => value.count > 0);
        if (dataPoints.length > 0)
          metrics.push({
            descriptor: { name, unit, description, valueType: DOUBLE },
            aggregationTemporality: isDelta ? DELTA : CUMULATIVE,
            dataPointType: HISTOGRAM,
            dataPoints,
          });
      },
    };
  };
}

function now(): HrTime {
  const ms = Date.now();
  return [Math.trunc(ms / 1000), (ms % 1000) * 1e6];
}
