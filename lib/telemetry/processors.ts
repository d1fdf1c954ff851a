import type { Attributes } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Relay } from './relay';
import type { Tallies } from './self/tally';
import type { SpanRedaction } from '../redaction';

const SAMPLED = 1;

/** What else is done with spans, once each. */
export interface SpanWatch {
  /** Is shown each recorded span that begins, in its context. Must not throw. */
  readonly onStart?: ((span: { attributes: Attributes }) => void) | undefined;
  /** Hides secrets in a span that has ended. */
  readonly redact: SpanRedaction;
  /** Counts it. */
  readonly tallies: Tallies | undefined;
}

/** The batch span processor: sampled spans go to the relay as they end. */
export function createSpanProcessor(
  relay: Relay<ReadableSpan>,
  { onStart = () => {}, redact, tallies }: Partial<SpanWatch> = {},
): SpanProcessor {
  return {
    onStart,
    onEnd: (span) => {
      const isSampled = Boolean(span.spanContext().traceFlags & SAMPLED);
      tallies?.spanEnded(isSampled);
      if (!isSampled) return;
      redact?.(span);
      relay.add(span);
    },
    forceFlush: async () => relay.flush(),
    shutdown: async () => relay.flush(),
  };
}

/** SeverityNumber WARN: https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const WARN = 13;

/**
 * The batch log record processor: records go to the relay as they are emitted. Those of the levels debug and info have
 * a relay of their own, since their
 * batches are given up first if there is no room.
 */
export function createLogProcessor(
  relay: Relay<ReadableLogRecord>,
  minor = relay,
  tallies?: Tallies,
): LogRecordProcessor {
  const flush = async (): Promise<void> => {
    minor.flush();
    relay.flush();
  };
  return {
    onEmit: (record) => {
      tallies?.logCreated();
      ((record.severityNumber ?? 0) < WARN ? minor : relay).add(record);
    },
    forceFlush: flush,
    shutdown: flush,
  };
}
