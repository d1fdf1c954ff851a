import type { Attributes } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { Config, Signal } from '../config';
import { formatOf, type ExporterClient } from '../export';
import { createRedaction, createSpanRedaction } from '../redaction';
import { admitNewerApi, setAsideEarlierApi } from './api-global';
import { createContextManager, type BindEmitter } from './context-manager';
import { createEncoders, type Encoders } from './encoding';
import { createLineRecorder, type LineRecorder } from './line-records';
import { createMetricOutlet } from './metrics';
import type * as PromptMetricsFile from './prompt-metrics';
import { createLogProcessor, createSpanProcessor, type SpanWatch } from './processors';
import { createPropagator } from './propagator';
import { createRelay, type Relay } from './relay';
import { createResource } from './resource';
import { createSampler } from './sampler';
import { observeSelf } from './self';

export interface TelemetryOptions {
  readonly config: Config;
  readonly exporter: ExporterClient;
  readonly instrumentations: Instrumentation[];
  /** Where the `console` exporter writes: one line of OTLP JSON a batch. */
  readonly print: (line: string) => void;
  readonly onError: (error: unknown) => void;
  readonly bindEmitter?: BindEmitter;
  readonly onSpan?: SpanWatch['onStart'];
  /** Points the SDK's own diagnostics at firstlight's logger. */
  readonly installDiagnostics: () => void;
}

/** The running SDK. */
export interface Telemetry {
  /** Collects metrics; done within microtasks where no asynchronous observable is registered. */
  collect(): Promise<void>;
  /** Encodes and hands over all spans, log records and metrics, synchronously. */
  flush(): void;
  /** Takes log records that are complete, past the SDK; undefined where its limits have to be kept. */
  readonly recordLine: LineRecorder | undefined;
  /** From here on `after` is called whenever something was recorded. */
  eager(after: () => void): void;
  /**
   * Leaves with the exporter thread what was measured and is not yet handed over; synchronous. Only where that thread
   * is shared.
   */
  settle(): void;
  close(): Promise<void>;
}

/** Few enough to die young, enough to share the resource that each encoded request repeats. */
const CHUNK_ITEMS = 32;

/**
 * Starts the OpenTelemetry SDK with everything resolved from the configuration, so that it reads nothing from the
 * environment.
 */
export function startTelemetry({
  config,
  exporter,
  instrumentations,
  print,
  onError,
  bindEmitter,
  onSpan,
  installDiagnostics,
}: TelemetryOptions): Telemetry {
  const { NodeSDK } = require('@opentelemetry/sdk-node') as typeof import('@opentelemetry/sdk-node');
  const resource = createResource(config, exporter.resource as Attributes);
  const ready = resource.asyncAttributesPending ? resource.waitForAsyncAttributes?.() : undefined;
  const invite = () => exporter.invite(resource.attributes);
  if (ready) exporter.invite();
  else invite();
  void ready?.then(invite, invite);
  const observation = observeSelf(config, exporter);
  const relays: Relay<never>[] = [];
  const relayOf = <T>(
    signal: 'traces' | 'logs',
    { encode, send, isPrompt }: Sink,
    batchItems: number,
    delayMs: number,
    isMinor?: boolean,
  ): Relay<T> => {
    const maxItems = isPrompt ? 1 : batchItems;
    const chunkItems = encode.joins ? CHUNK_ITEMS : undefined;
    const relay = createRelay<T>({
      encode: (items) => encode[signal](items as never),
      send(bytes, items) {
        observation?.tallies.flush();
        send(bytes, items, isMinor);
      },
      maxItems,
      chunkItems,
      delayMs,
      ready,
      onError,
    });
    relays.push(relay as Relay<never>);
    return relay;
  };
  const logRelay = (sink: Sink, isMinor?: boolean): Relay<ReadableLogRecord> =>
    relayOf('logs', sink, config.OTEL_BLRP_MAX_EXPORT_BATCH_SIZE, config.OTEL_BLRP_SCHEDULE_DELAY, isMinor);
  const outlets = sinks(config, 'metrics', exporter, print).map(({ encode, send, isPrompt, isPrinted }) =>
    createMetricOutlet({
      self: isPrinted ? undefined : observation?.figures,
      encode: encode.metrics,
      send,
      intervalMs: config.OTEL_METRIC_EXPORT_INTERVAL,
      timeoutMs: config.OTEL_METRIC_EXPORT_TIMEOUT,
      temporality: config.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE as 'cumulative',
      leave: isPrompt ? exporter.snapshot : undefined,
    }),
  );
  const guarded = (outlet: (typeof outlets)[number], name: 'collectAtOnce' | 'leave') => {
    try {
      outlet[name]();
    } catch (error) {
      onError(error);
    }
  };
  const prompt =
    exporter.isShared && outlets.length > 0
      ? (require('./prompt-metrics') as typeof PromptMetricsFile).createPromptMetrics(() =>
          outlets.forEach((outlet) => guarded(outlet, 'leave')),
        )
      : undefined;
  exporter.onFlush(() => prompt?.collect(true));
  const contextManager = createContextManager(bindEmitter);
  const watch: SpanWatch = {
    onStart: onSpan,
    redact: createSpanRedaction(createRedaction(config.FIRSTLIGHT_LOG_REDACT)),
    tallies: observation?.tallies,
  };
  const spanProcessors = sinks(config, 'traces', exporter, print).map((sink, index) =>
    createSpanProcessor(
      relayOf('traces', sink, config.OTEL_BSP_MAX_EXPORT_BATCH_SIZE, config.OTEL_BSP_SCHEDULE_DELAY),
      index === 0 ? watch : {},
    ),
  );
  // What is printed keeps its order.
  const logRecordProcessors = sinks(config, 'logs', exporter, print).map((sink, index) =>
    createLogProcessor(
      logRelay(sink),
      sink.isPrinted ? undefined : logRelay(sink, true),
      index === 0 ? observation?.tallies : undefined,
    ),
  );
  const sdk = new NodeSDK({
    autoDetectResources: false,
    resource,
    instrumentations,
    contextManager,
    textMapPropagator: createPropagator(config),
    sampler: observation ? observation.tallies.count(createSampler(config)) : createSampler(config),
    spanLimits: config.limits.span,
    spanProcessors,
    logRecordProcessors,
    metricReaders: outlets.map(({ reader }) => reader),
    views: prompt && [prompt.view],
  });
  const restoreEarlierApi = setAsideEarlierApi();
  // The constructor points diagnostics at the console wherever OTEL_LOG_LEVEL is set: ours comes after it.
  installDiagnostics();
  sdk.start();
  restoreEarlierApi();
  admitNewerApi();
  return {
    collect: async () => {
      // First, so that the metrics about them count them.
      relays.forEach((relay) => relay.flush());
      await Promise.all(outlets.map((outlet) => outlet.collect()));
    },
    flush: () => {
      relays.forEach((relay) => relay.flush());
      outlets.forEach((outlet) => guarded(outlet, 'collectAtOnce'));
    },
    settle: () => prompt?.collect(),
    recordLine: createLineRecorder(logRecordProcessors, resource, config.limits.logRecord),
    eager: (after) => relays.forEach((relay) => relay.eager(after)),
    close: () => sdk.shutdown(),
  };
}

interface Sink {
  readonly encode: Encoders;
  readonly send: (bytes: Uint8Array, items: number, isMinor?: boolean) => void;
  readonly isPrinted: boolean;
  /** Whether items go one by one, as they end: the thread may be terminated. */
  readonly isPrompt: boolean;
}

/** The outlets of one signal: the exporter thread, the console, both, or none. */
function sinks(config: Config, signal: Signal, exporter: ExporterClient, print: (line: string) => void): Sink[] {
  return config.otlp[signal].exporters.flatMap((name): Sink[] => {
    if (name === 'console')
      return [
        {
          encode: createEncoders('json'),
          send: (bytes) => print(Buffer.from(bytes).toString()),
          isPrinted: true,
          isPrompt: false,
        },
      ];
    const protocol = exporter.protocolOf(signal);
    if (!protocol) return [];
    return [
      {
        encode: createEncoders(formatOf(protocol)),
        send: (bytes, items, isMinor) => exporter.send(signal, bytes, items, isMinor),
        isPrinted: false,
        isPrompt: exporter.isShared,
      },
    ];
  });
}
