// Data points as OTLP/JSON: the way back from collector/store/points.ts.
import type { Exemplar, ExponentialBuckets, MetricPoint } from '../decode/records';
import { jsonNumber, keyValues } from './values';

/** A data point of any type: the fields that a type does not have are absent. */
export function encodePoint(point: MetricPoint): object {
  return {
    attributes: keyValues(point.attributes),
    startTimeUnixNano: point.startNs === undefined ? undefined : String(point.startNs),
    timeUnixNano: String(point.timeNs),
    flags: point.flags,
    exemplars: point.exemplars.map(encodeExemplar),
    ...(point.value !== undefined && numberValue(point.value)),
    count: point.count === undefined ? undefined : String(point.count),
    sum: point.sum === undefined ? undefined : jsonNumber(point.sum),
    min: point.min === undefined ? undefined : jsonNumber(point.min),
    max: point.max === undefined ? undefined : jsonNumber(point.max),
    ...(point.buckets && {
      explicitBounds: point.buckets.bounds.map(jsonNumber),
      bucketCounts: point.buckets.counts.map(String),
    }),
    ...(point.exponential && {
      scale: point.exponential.scale,
      zeroCount: String(point.exponential.zeroCount),
      zeroThreshold: point.exponential.zeroThreshold,
      positive: encodeBuckets(point.exponential.positive),
      negative: encodeBuckets(point.exponential.negative),
    }),
    ...(point.quantiles && {
      quantileValues: point.quantiles.map(({ quantile, value }) => ({ quantile, value: jsonNumber(value) })),
    }),
  };
}

function numberValue(value: number | bigint): object {
  return typeof value === 'bigint' ? { asInt: String(value) } : { asDouble: jsonNumber(value) };
}

function encodeBuckets({ offset, counts }: ExponentialBuckets): object {
  return { offset, bucketCounts: counts.map(String) };
}

function encodeExemplar({ value, timeNs, traceId, spanId, attributes }: Exemplar): object {
  return {
    ...numberValue(value),
    timeUnixNano: String(timeNs),
    traceId,
    spanId,
    filteredAttributes: keyValues(attributes),
  };
}
