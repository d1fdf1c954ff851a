import type { AnyValueMap, SeverityNumber } from '@opentelemetry/api-logs';
import type { Resource } from '@opentelemetry/resources';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { Limits } from '../../config';

/** A log record made of a line, whose attributes hold nothing but what JSON can say. */
export interface LineLog {
  readonly severityNumber: SeverityNumber | undefined;
  readonly severityText: string | undefined;
  readonly body: string;
  /** Seconds and nanoseconds since the epoch. */
  readonly time: [number, number];
  readonly attributes: AnyValueMap;
  readonly span: { readonly traceId: string; readonly spanId: string; readonly traceFlags: number } | undefined;
  readonly scope: { readonly name: string; readonly version?: string };
}

export type LineRecorder = (log: LineLog) => void;

/**
 * A way for the log's own lines past the SDK, which examines each value of each attribute, and those of a line have
 * been examined when it was made. Undefined if no records are exported, or if limits are set: those are the SDK's to
 * keep.
 */
export function createLineRecorder(
  processors: readonly LogRecordProcessor[],
  resource: Resource,
  limits: Limits['logRecord'],
): LineRecorder | undefined {
  if (
    processors.length === 0 ||
    limits.attributeValueLengthLimit !== Infinity ||
    limits.attributeCountLimit !== DEFAULT_COUNT
  )
    return undefined;
  return ({ severityNumber, severityText, body, time, attributes, span, scope }) => {
    const record: ReadableLogRecord = {
      hrTime: time,
      hrTimeObserved: time,
      spanContext: span,
      severityNumber,
      severityText,
      body,
      attributes,
      resource,
      instrumentationScope: scope,
      eventName: undefined,
      droppedAttributesCount: 0,
    };
    // Ours only read it.
    for (const processor of processors) processor.onEmit(record as never);
  };
}

/** The specification's, and the SDK's. Lines with nearly so many fields go by the SDK anyway. */
const DEFAULT_COUNT = 128;
