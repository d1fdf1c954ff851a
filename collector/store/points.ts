// The data points of each metric type.
import {
  bigintField,
  bigintOf,
  countField,
  doubleField,
  doubleOf,
  exactNumber,
  idField,
  integerField,
  listField,
  messageField,
  messagesField,
} from '../decode/fields';
import type { Message } from '../decode/protobuf';
import type { Exemplar, ExponentialBuckets, MetricPoint, MetricType } from '../decode/records';
import { plainAttributes } from '../decode/values';

/** One reader for each metric type: OTLP data point in, plain point out. */
export const pointReaders: Record<MetricType, (point: Message) => MetricPoint> = {
  gauge: numberPoint,
  sum: numberPoint,
  histogram: (point) => ({
    ...common(point),
    ...distribution(point),
    buckets: {
      bounds: listField(point, 'explicitBounds').map((bound) => doubleOf(bound, 'explicitBounds')),
      counts: countsField(point),
    },
  }),
  exponentialHistogram: (point) => ({
    ...common(point),
    ...distribution(point),
    exponential: {
      scale: integerField(point, 'scale'),
      zeroCount: countField(point, 'zeroCount'),
      zeroThreshold: doubleField(point, 'zeroThreshold') ?? 0,
      positive: exponentialBuckets(messageField(point, 'positive')),
      negative: exponentialBuckets(messageField(point, 'negative')),
    },
  }),
  summary: (point) => ({
    ...common(point),
    count: countField(point, 'count'),
    sum: doubleField(point, 'sum') ?? 0,
    quantiles: messagesField(point, 'quantileValues').map((each) => ({
      quantile: doubleField(each, 'quantile') ?? 0,
      value: doubleField(each, 'value') ?? 0,
    })),
  }),
};

function numberPoint(point: Message): MetricPoint {
  const value = numberOf(point);
  return { ...common(point), ...(value !== undefined && { value }) };
}

function common(point: Message): MetricPoint {
  const startNs = bigintField(point, 'startTimeUnixNano');
  return {
    attributes: plainAttributes(point),
    timeNs: bigintField(point, 'timeUnixNano'),
    ...(startNs !== 0n && { startNs }),
    flags: integerField(point, 'flags'),
    exemplars: messagesField(point, 'exemplars').map(exemplarOf),
  };
}

function distribution(point: Message): Pick<MetricPoint, 'count' | 'sum' | 'min' | 'max'> {
  const [sum, min, max] = [doubleField(point, 'sum'), doubleField(point, 'min'), doubleField(point, 'max')];
  return {
    count: countField(point, 'count'),
    ...(sum !== undefined && { sum }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
}

function exponentialBuckets(buckets: Message): ExponentialBuckets {
  return { offset: integerField(buckets, 'offset'), counts: countsField(buckets) };
}

function countsField(message: Message): number[] {
  return listField(message, 'bucketCounts').map((count) => Number(bigintOf(count, 'bucketCounts')));
}

function numberOf(point: Message): number | bigint | undefined {
  const double = doubleField(point, 'asDouble');
  if (double !== undefined) return double;
  return point.asInt === undefined || point.asInt === null ? undefined : exactNumber(bigintOf(point.asInt, 'asInt'));
}

function exemplarOf(exemplar: Message): Exemplar {
  const traceId = idField(exemplar, 'traceId', 16);
  const spanId = idField(exemplar, 'spanId', 8);
  return {
    value: numberOf(exemplar) ?? 0,
    timeNs: bigintField(exemplar, 'timeUnixNano'),
    ...(traceId !== undefined && { traceId }),
    ...(spanId !== undefined && { spanId }),
    attributes: plainAttributes(exemplar, 'filteredAttributes'),
  };
}
