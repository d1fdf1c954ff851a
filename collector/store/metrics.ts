// OTLP metric requests as metric entries.
import { booleanField, enumField, messageField, messagesField, textField } from '../decode/fields';
import { pointReaders } from './points';
import type { Message } from '../decode/protobuf';
import type { Attributes, MetricEntry, MetricType, Scope } from '../decode/records';
import { plainAttributes, plainScope } from '../decode/values';

const TYPES: readonly MetricType[] = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];
const TEMPORALITIES = ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'] as const;

/**
 * The metrics of an ExportMetricsServiceRequest. A metric without data, or of a type of a later specification, is left
 * out.
 */
export function metricsOf(request: Message): MetricEntry[] {
  const entries: MetricEntry[] = [];
  for (const group of messagesField(request, 'resourceMetrics')) {
    const resource = plainAttributes(messageField(group, 'resource'));
    for (const scoped of messagesField(group, 'scopeMetrics')) {
      const scope = plainScope(scoped);
      for (const metric of messagesField(scoped, 'metrics')) {
        const entry = entryOf(metric, resource, scope);
        if (entry) entries.push(entry);
      }
    }
  }
  return entries;
}

function entryOf(metric: Message, resource: Attributes, scope: Scope): MetricEntry | undefined {
  const type = TYPES.find((each) => metric[each] !== undefined && metric[each] !== null);
  if (type === undefined) return undefined;
  const data = messageField(metric, type);
  const temporality = enumField(data, 'aggregationTemporality', TEMPORALITIES, 'AGGREGATION_TEMPORALITY_');
  return {
    name: textField(metric, 'name'),
    unit: textField(metric, 'unit'),
    description: textField(metric, 'description'),
    type,
    points: messagesField(data, 'dataPoints').map(pointReaders[type]),
    ...(temporality !== 'UNSPECIFIED' && { temporality }),
    ...(type === 'sum' && { monotonic: booleanField(data, 'isMonotonic') }),
    resource,
    scope,
  };
}
