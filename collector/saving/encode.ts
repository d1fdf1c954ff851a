// Records as OTLP/JSON requests, one a line: the format of the OpenTelemetry collector's file exporter.
// https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
import type { LogEntry, MetricEntry, Signal, SignalRecords, SpanRecord } from '../decode/records';
import { encodePoint } from './points';
import { anyValue, grouped, keyValues } from './values';

const KINDS: Record<SpanRecord['kind'], number> = { INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 };
const STATUS: Record<SpanRecord['status']['code'], number> = { UNSET: 0, OK: 1, ERROR: 2 };

/** One line of JSON (without the newline): an Export…ServiceRequest with these records. */
export function encodeLine<S extends Signal>(signal: S, records: readonly SignalRecords[S][]): string {
  switch (signal) {
    case 'traces':
      return JSON.stringify({
        resourceSpans: grouped(records as unknown as SpanRecord[], 'scopeSpans', 'spans', encodeSpan),
      });
    case 'logs':
      return JSON.stringify({
        resourceLogs: grouped(records as unknown as LogEntry[], 'scopeLogs', 'logRecords', encodeLog),
      });
    default:
      return JSON.stringify({
        resourceMetrics: grouped(records as unknown as MetricEntry[], 'scopeMetrics', 'metrics', encodeMetric),
      });
  }
}

function encodeSpan(span: SpanRecord): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    traceState: span.traceState,
    name: span.name,
    kind: KINDS[span.kind],
    startTimeUnixNano: String(span.startNs),
    endTimeUnixNano: String(span.endNs),
    attributes: keyValues(span.attributes),
    events: span.events.map(({ name, timeNs, attributes }) => ({
      name,
      timeUnixNano: String(timeNs),
      attributes: keyValues(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: keyValues(attributes),
    })),
    status: { code: STATUS[span.status.code], message: span.status.message },
    flags: span.flags,
    droppedAttributesCount: span.dropped?.attributes,
    droppedEventsCount: span.dropped?.events,
    droppedLinksCount: span.dropped?.links,
  };
}

function encodeLog(entry: LogEntry): object {
  return {
    timeUnixNano: String(entry.timeNs),
    severityNumber: entry.severityNumber,
    severityText: entry.severityText,
    body: anyValue(entry.body),
    attributes: keyValues(entry.attributes),
    traceId: entry.traceId,
    spanId: entry.spanId,
    eventName: entry.eventName,
    flags: entry.flags,
  };
}

const TEMPORALITIES = { DELTA: 1, CUMULATIVE: 2 } as const;

function encodeMetric({ name, unit, description, type, points, temporality, monotonic }: MetricEntry): object {
  return {
    name,
    unit,
    description,
    [type]: {
      dataPoints: points.map((point) => encodePoint(point)),
      aggregationTemporality: temporality && TEMPORALITIES[temporality],
      isMonotonic: monotonic,
    },
  };
}
