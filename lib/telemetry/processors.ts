import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Relay } from './relay';
import type { UrlRedaction } from './url-secrets';

const SAMPLED = 1;

/**
 * The batch span processor: sampled spans go to the relay as they end.
 * @param redact Hides secrets in the attributes of a span that has ended.
 */
export function createSpanProcessor(relay: Relay<ReadableSpan>, redact?: UrlRedaction): SpanProcessor {
  return {
    onStart: () => {},
    onEnd: (span) => {
      if (!(span.spanContext().traceFlags & SAMPLED)) return;
      redact?.(span.attributes);
      relay.add(span);
    },
    forceFlush: async () => relay.flush(),
    shutdown: async () => relay.flush(),
  };
}

/** The batch log record processor: records go to the relay as they are emitted. */
export function createLogProcessor(relay: Relay<ReadableLogRecord>): LogRecordProcessor {
  return {
    onEmit: (record) => relay.add(record),
    forceFlush: async () => relay.flush(),
    shutdown: async () => relay.flush(),
  };
}
