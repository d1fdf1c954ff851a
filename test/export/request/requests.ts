// OTLP requests of all three signals, as the SDK's serializers write them, and what is in them.
import { SpanKind, SpanStatusCode, TraceFlags, ValueType } from '@opentelemetry/api';
import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationTemporality, DataPointType } from '@opentelemetry/sdk-metrics';
import { decodeRequest } from '../../../collector/decode/decode';
import type { Signal } from '../../../lib/export';

export type Format = 'protobuf' | 'json';
export const FORMATS: Format[] = ['protobuf', 'json'];
/** One item: which resource and scope it is of, and what it holds. */
export interface Item {
  name: string;
  service?: string;
  scope?: string;
  values?: Record<string, unknown>;
}

const resources = new Map<string, ReturnType<typeof resourceFromAttributes>>();
const resourceOf = (service: string) => {
  if (!resources.has(service)) resources.set(service, resourceFromAttributes({ 'service.name': service }));
  return resources.get(service)!;
};
const [startTime, endTime]: [number, number][] = [
  [1, 0],
  [2, 0],
];
const spanContext = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: TraceFlags.SAMPLED,
};
const NONE_DROPPED = { droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 };

const spanOf = ({ name, service = 'shop', scope = 'app', values = {} }: Item) => ({
  ...NONE_DROPPED,
  ...{ name, startTime, endTime, kind: SpanKind.INTERNAL, duration: startTime, links: [], ended: true },
  ...{ attributes: values, status: { code: SpanStatusCode.ERROR, message: String(values.message ?? '') } },
  events: [{ name: 'event', time: startTime, attributes: values, droppedAttributesCount: 0 }],
  spanContext: () => spanContext,
  resource: resourceOf(service),
  instrumentationScope: { name: scope },
});
const logOf = ({ name, service = 'shop', scope = 'app', values = {} }: Item) => ({
  ...{ hrTime: startTime, hrTimeObserved: startTime, body: name, attributes: values, droppedAttributesCount: 0 },
  resource: resourceOf(service),
  instrumentationScope: { name: scope },
});
const metricsOf = (items: Item[]) => ({
  resource: resourceOf('shop'),
  scopeMetrics: ['sum', 'gauge'].map((scope) => ({
    scope: { name: scope },
    metrics: [
      {
        descriptor: { name: scope, description: '', unit: '', type: 'COUNTER', valueType: ValueType.INT },
        aggregationTemporality: AggregationTemporality.CUMULATIVE,
        dataPointType: scope === 'sum' ? DataPointType.SUM : DataPointType.GAUGE,
        isMonotonic: true,
        dataPoints: items
          .filter((item) => (item.scope ?? 'sum') === scope)
          .map(({ name, values }) => ({ startTime, endTime, attributes: { name, ...values }, value: 1 })),
      },
    ],
  })),
});

/** The items as one request. */
export function encode(format: Format, signal: Signal, items: Item[]): Uint8Array {
  const [spans, logs, metrics] =
    format === 'json'
      ? [JsonTraceSerializer, JsonLogsSerializer, JsonMetricsSerializer]
      : [ProtobufTraceSerializer, ProtobufLogsSerializer, ProtobufMetricsSerializer];
  if (signal === 'traces') return spans.serializeRequest(items.map(spanOf) as never)!;
  if (signal === 'logs') return logs.serializeRequest(items.map(logOf) as never)!;
  return metrics.serializeRequest(metricsOf(items) as never)!;
}

/** What a collector finds in a request: one record for each item. */
export function decode(format: Format, signal: Signal, bytes: Uint8Array): Record<string, any>[] {
  const records = decodeRequest(signal, format, Buffer.from(bytes)) as unknown as Record<string, any>[];
  if (signal !== 'metrics') return records;
  return records.flatMap(({ points, ...metric }) =>
    (points as object[]).map((point) => ({ ...metric, ...point, metric: metric.name })),
  );
}
