import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Relay } from './relay';

const SAMPLED = 1;

/** The batch span processor: sampled spans go to the relay as they end. */
export function createSpanProcessor(relay: Relay<ReadableSpan>): SpanProcessor {
  return {
    onStart: () => {},
    onEnd: (span) => {
      if (span.spanContext().traceFlags & SAMPLED) relay.add(span);
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
