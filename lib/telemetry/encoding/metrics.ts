import type { DataPoint, MetricData, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { encodableScope, isEncodableScope } from './scopes';
import { areEncodable, asText, encodableValues, fitsType, jsonNumber, type Scrutiny } from './values';

/** The SDK's ValueType.DOUBLE. */
const DOUBLE = 1;

type Numbers = { readonly sum?: number; readonly min?: number; readonly max?: number };

/** Metrics as they are, or some that can be encoded, in their place. */
export function encodableMetrics(batch: ResourceMetrics, scrutiny: Scrutiny): ResourceMetrics {
  const isFit = batch.scopeMetrics.every(
    ({ scope, metrics }) =>
      isEncodableScope(scope, scrutiny) && metrics.every((metric) => isEncodableMetric(metric, scrutiny)),
  );
  if (isFit) return batch;
  return {
    resource: batch.resource,
    scopeMetrics: batch.scopeMetrics.map(({ scope, metrics }) => ({
      scope: encodableScope(scope, scrutiny),
      metrics: metrics.map((metric) => (isEncodableMetric(metric, scrutiny) ? metric : replace(metric, scrutiny))),
    })),
  };
}

function isEncodableMetric({ descriptor, dataPoints }: MetricData, scrutiny: Scrutiny): boolean {
  return (
    typeof descriptor.name === 'string' &&
    typeof descriptor.description === 'string' &&
    typeof descriptor.unit === 'string' &&
    hasTypeOf(descriptor, dataPoints) &&
    (!scrutiny.isThorough ||
      (dataPoints as DataPoint<unknown>[]).every(
        ({ attributes, value }) => areEncodable(attributes, scrutiny) && (!scrutiny.isJson || isFinitePoint(value)),
      ))
  );
}

const hasTypeOf = ({ valueType }: MetricData['descriptor'], points: MetricData['dataPoints']): boolean =>
  (points as DataPoint<unknown>[]).every(({ value }) => fitsType(valueType, value));

function isFinitePoint(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  const { sum, min, max } = value as Numbers;
  return [sum, min, max].every((each) => each === undefined || Number.isFinite(each));
}

function replace(metric: MetricData, scrutiny: Scrutiny): MetricData {
  const { name, description, unit } = metric.descriptor;
  const number = scrutiny.isJson ? jsonNumber : <T>(value: T): T => value;
  const replaceValue = (value: unknown): unknown => {
    if (typeof value === 'number') return number(value);
    const { sum, min, max } = value as Numbers;
    return { ...(value as object), sum: number(sum), min: number(min), max: number(max) };
  };
  return {
    ...metric,
    descriptor: {
      ...metric.descriptor,
      name: asText(name),
      description: asText(description),
      unit: asText(unit),
      // A sum that has outgrown 64 bits is a double.
      ...(!hasTypeOf(metric.descriptor, metric.dataPoints) && { valueType: DOUBLE }),
    },
    dataPoints: (metric.dataPoints as DataPoint<unknown>[]).map((point) => ({
      ...point,
      attributes: encodableValues(point.attributes, scrutiny),
      value: replaceValue(point.value),
    })),
  } as MetricData;
}
