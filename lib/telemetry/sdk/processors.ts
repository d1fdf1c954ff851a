import type { Attributes } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { BatchProcessor } from './batch-processor';
import type { ThreadCounters } from '../self-metrics/thread-counters';
import type { SpanRedaction } from '../../redaction';

const SAMPLED = 1;

/** What else is done with spans, once each. */
export interface SpanWatch {
  /** Is shown each recorded span that begins, in its context. Must not throw. */
  readonly onStart?: ((span: { attributes: Attributes }) => void) | undefined;
  /** Hides secrets in a span that has ended. */
  readonly redact: SpanRedaction;
  /** Counts it. */
  readonly threadCounters: ThreadCounters | undefined;
}

/**
 * The batch span processor: sampled spans go to the batch processor as they end.
 * @param deliver Sends all of them, and resolves when they have arrived.
 */
export function createSpanProcessor(
  batchProcessor: BatchProcessor<ReadableSpan>,
  { onStart = () => {}, redact, threadCounters }: Partial<SpanWatch> = {},
  deliver: () => Promise<void> = async () => batchProcessor.flush(),
): SpanProcessor {
  return {
    onStart,
    onEnd: (span) => {
      const isSampled = Boolean(span.spanContext().traceFlags & SAMPLED);
      threadCounters?.spanEnded(isSampled);
      if (!isSampled) return;
      redact?.(span);
      batchProcessor.add(span);
    },
    forceFlush: deliver,
    shutdown: deliver,
  };
}

/** SeverityNumber WARN: https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const WARN = 13;

/**
 * The batch log record processor: records go to the batch processor as they are emitted. Those of the levels debug and
 * info have a batch processor of their own, since their batches are dropped first if the queue is full.
 * @param deliver Sends all of them, and resolves when they have arrived.
 */
export function createLogProcessor(
  batchProcessor: BatchProcessor<ReadableLogRecord>,
  minor = batchProcessor,
  threadCounters?: ThreadCounters,
  deliver: () => Promise<void> = async () => {
    minor.flush();
    batchProcessor.flush();
  },
): LogRecordProcessor {
  return {
    onEmit: (record) => {
      threadCounters?.logCreated();
      ((record.severityNumber ?? 0) < WARN ? minor : batchProcessor).add(record);
    },
    forceFlush: deliver,
    shutdown: deliver,
  };
}
