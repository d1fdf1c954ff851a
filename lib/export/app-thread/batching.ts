import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
// prettier-ignore
import { BatchLogRecordProcessor }
  from '@opentelemetry/sdk-logs/build/src/platform/node/export/BatchLogRecordProcessor';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace/build/src/platform/node/export/BatchSpanProcessor';

const SAMPLED = 1;

/** How the items of a signal are batched. */
export interface BatchingOptions<T> {
  /** Encodes one OTLP export request; undefined: there is nothing to send. May throw. */
  readonly encode: (items: T[]) => Uint8Array | undefined;
  readonly maxItems: number;
  readonly maxQueueItems: number;
  readonly delayMs: number;
  readonly timeoutMs: number;
  readonly onError: (error: unknown) => void;
}

/** What becomes of items. */
export interface BatchingEvents {
  /** Sends an encoded request; resolves when its outcome is known. */
  send(bytes: Uint8Array, items: number): Promise<void>;
  added(): void;
  /** There is no room for it, or it cannot be encoded. */
  dropped(items: number): void;
}

/** A batch processor of OpenTelemetry's. */
export interface Batching<T> {
  add(item: T): void;
  /** Resolves when all that was added has been sent, or given up. */
  deliver(): Promise<void>;
}

interface BatchExporter<T> {
  export(items: T[], done: (result: { code: number }) => void): void;
  shutdown(): Promise<void>;
  forceFlush(): Promise<void>;
}

/** Creates the batch processor of spans or log records. It never has more items than it takes. */
export function createBatching(
  signal: 'traces' | 'logs',
  options: BatchingOptions<never>,
  { send, added, dropped }: BatchingEvents,
): Batching<never> {
  let waiting = 0;
  /** Spans that are kept though they were not sampled: OpenTelemetry's processor takes sampled ones only. */
  const kept = new WeakMap<object, object>();
  const asSampled = (span: ReadableSpan): ReadableSpan => {
    const context = span.spanContext();
    if (context.traceFlags & SAMPLED) return span;
    const stand = { ...span, spanContext: () => ({ ...context, traceFlags: SAMPLED }) };
    kept.set(stand, span);
    return stand;
  };
  const exporter: BatchExporter<never> = {
    export(items, done) {
      waiting -= items.length;
      void encodeAndSend(items).then(() => done({ code: 0 }));
    },
    shutdown: async () => {},
    forceFlush: async () => {},
  };
  const encodeAndSend = async (items: never[]): Promise<void> => {
    let bytes: Uint8Array | undefined;
    try {
      bytes = options.encode(items.map((item) => kept.get(item) ?? item) as never[]);
    } catch (error) {
      options.onError(error);
    }
    if (bytes) await send(bytes, items.length);
    else dropped(items.length);
  };
  const settings = {
    maxQueueSize: options.maxQueueItems,
    maxExportBatchSize: Math.min(options.maxItems, options.maxQueueItems),
    scheduledDelayMillis: options.delayMs,
    exportTimeoutMillis: options.timeoutMs,
  };
  const processor =
    signal === 'traces'
      ? new BatchSpanProcessor({ exporter: exporter as BatchExporter<unknown> as never, ...settings })
      : new BatchLogRecordProcessor({ exporter: exporter as BatchExporter<unknown> as never, ...settings });
  const pass = (item: never): void => {
    if (processor instanceof BatchSpanProcessor) processor.onEnd(asSampled(item));
    else processor.onEmit(item as ReadableLogRecord as never);
  };
  return {
    add(item) {
      added();
      if (waiting >= settings.maxQueueSize) return dropped(1);
      waiting += 1;
      pass(item);
    },
    deliver: () => processor.forceFlush().catch(() => {}),
  };
}
