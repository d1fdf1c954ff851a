import type { ReadableSpan, Sampler } from '@opentelemetry/sdk-trace';
import type { Config } from '../../config';
import { observeCarriers } from '../../context';
import { defaultQueueBytes, HELD_PART, type ExporterClient } from '../../export';
import type { SpanRedaction } from '../../redaction';
import type { Encoders } from '../encoding';
import type { BatchProcessor } from '../sdk/batch-processor';
import type * as TailSamplingFile from './tail-sampling';

export interface KeepOptions {
  readonly config: Config;
  readonly exporter: ExporterClient;
  /** Where sampled spans go. */
  readonly sinks: readonly {
    readonly batchProcessor: BatchProcessor<ReadableSpan>;
    readonly encode: Encoders;
    readonly isPrinted: boolean;
  }[];
  readonly redact: SpanRedaction;
  readonly onGivenUp: (traces: number, spans: number) => void;
  readonly onError: (error: unknown) => void;
}

/** What FIRSTLIGHT_KEEP asks for, at work. */
export interface Keeping extends TailSamplingFile.TailSampling {
  /** The same sampler, with what it drops recorded. */
  record(sampler: Sampler): Sampler;
  close(): void;
}

/** Starts to keep errors or slow requests of traces that are not sampled; undefined if none are asked for. */
export function startKeeping({
  config,
  exporter,
  sinks,
  redact,
  onGivenUp,
  onError,
}: KeepOptions): Keeping | undefined {
  const kept: readonly string[] = config.FIRSTLIGHT_KEEP;
  if (kept.length === 0 || sinks.length === 0) return undefined;
  const { createTailSampling } = require('./tail-sampling') as typeof TailSamplingFile;
  const { createAlwaysRecordSampler } =
    require('@opentelemetry/sdk-trace') as typeof import('@opentelemetry/sdk-trace');
  const sent = sinks.find(({ isPrinted }) => !isPrinted);
  const tail = createTailSampling({
    errors: kept.includes('errors'),
    slowMs: kept.includes('slow') ? config.FIRSTLIGHT_SLOW_MS : Infinity,
    maxBytes: (config.FIRSTLIGHT_MAX_QUEUE_BYTES ?? defaultQueueBytes()) / HELD_PART,
    send(span) {
      redact(span);
      sinks.forEach(({ batchProcessor }) => batchProcessor.add(span));
    },
    encode(spans) {
      try {
        spans.forEach(redact);
        return sent?.encode.traces(spans);
      } catch (error) {
        onError(error);
        return undefined;
      }
    },
    exporter,
    onGivenUp,
  });
  const close = observeCarriers(tail.share);
  return { ...tail, record: createAlwaysRecordSampler, close };
}
