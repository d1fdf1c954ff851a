import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { isGiven, readEnvironment, type Config } from '../../config';
import {
  createNoticeRateLimiter,
  createWorkerClient,
  defaultQueueBytes,
  exporterEnvironment,
  findExporterHandle,
  SELF_COUNTERS,
  SIGNALS,
  startExporter,
  withFallback,
  type Counts,
  type ExporterClient,
  type ExporterOptions,
  type OpampSetup,
  type SelfCounter,
  type Signal,
  type SignalTarget,
} from '../../export';
import type { Log } from '../log';
import { openAppThreadExporter, threadRefusal } from './app-thread-exporter';
import { filesOf } from './files';
import { createNoticeWriter, writeExportNotice, writeItemNotice } from '../notices';

declare const FIRSTLIGHT_VERSION: string;

const NO_COUNTS: Counts = { made: 0, sent: 0, dropped: 0, refused: 0, retried: 0, spooled: 0, inFlight: 0 };
const NO_SELF_COUNTS = Object.fromEntries(SELF_COUNTERS.map((name) => [name, 0])) as Record<SelfCounter, number>;
/** Stands in for an exporter if nothing is sent. */
export const NO_EXPORTER: ExporterClient = {
  counts: () => NO_COUNTS,
  durations: () => [],
  countSelf: () => {},
  selfCounts: () => NO_SELF_COUNTS,
  isShared: false,
  protocolOf: () => 'grpc',
  send: () => {},
  snapshot: () => {},
  hold: () => {},
  keep: () => {},
  flush: () => true,
  acknowledged: async () => {},
  undelivered: () => 0,
  stored: () => 0,
  settled: () => 0,
  shareHandle: () => {},
  onFlush: () => {},
  threadStarts: () => {},
  threadEnded: () => {},
  close: () => {},
};

/** Starts the exporter thread, or connects to the one of the process; without either, the app's thread sends. */
export const openExporter = (config: Config, log: Log, opamp?: OpampSetup): ExporterClient =>
  log.guard('exporter', () => connectExporter(config, log, opamp)) ?? NO_EXPORTER;

/** The exporter thread of the process: another thread's, if this is a worker of one that has it. */
function connectExporter(config: Config, log: Log, opamp: OpampSetup | undefined): ExporterClient {
  const handle = isMainThread ? undefined : findExporterHandle();
  if (handle) return createWorkerClient(handle, () => log.guard('exporter', () => openOwnExporter(config, log)));
  return openOwnExporter(config, log, opamp);
}

/** @param opamp Default: no server is asked for a configuration. */
function openOwnExporter(config: Config, log: Log, opamp?: OpampSetup): ExporterClient {
  const limiter = createNoticeRateLimiter((notice) => writeExportNotice(notice, log));
  const bounds = queueBounds(config);
  const targets: Partial<Record<Signal, SignalTarget>> = {};
  for (const signal of SIGNALS)
    if (config.otlp[signal].exporters.includes('otlp'))
      targets[signal] = { ...config.otlp[signal], ...bounds[signal], files: filesOf(config.otlp[signal]) };
  // To the console, or nowhere: an idle thread is 10 to 18 MB.
  if (Object.keys(targets).length === 0 && !opamp) return NO_EXPORTER;
  const { environment, unusable } = exporterEnvironment(readEnvironment(), Object.values(targets));
  if (unusable) createNoticeWriter(log)('FL_EXPORT_PROXY', unusable);
  const shared = {
    targets,
    maxQueueBytes: config.FIRSTLIGHT_MAX_QUEUE_BYTES ?? defaultQueueBytes(),
    userAgent: `firstlight/${FIRSTLIGHT_VERSION}`,
    environment,
    onNotice: limiter,
    onFlushed: limiter.flush,
  };
  const inAppThread = (reason: string): ExporterClient => {
    if (opamp) createNoticeWriter(log)('FL_OPAMP_UNAVAILABLE', reason);
    return Object.keys(targets).length === 0 ? NO_EXPORTER : openAppThreadExporter(shared, reason, log);
  };
  const refusal = threadRefusal(config);
  if (refusal) return inAppThread(refusal);
  return withFallback(
    (onFailure) =>
      startExporter({
        ...shared,
        spool: spoolTarget(config),
        opamp,
        // `process.on('worker')` is for the threads of the app, which may count or end them.
        onStart(thread) {
          const undo = log.events.intercept('worker', (deliver, started) => {
            if (started !== thread) return false;
            undo();
            return true;
          });
        },
        onFailure,
      }),
    ({ error, items }) => {
      writeItemNotice(log, 'FL_EXPORT_DROPPED', items, { cause: 'the exporter thread is gone' });
      const reason = `no exporter thread: ${(error as Error)?.message ?? String(error)}`;
      return log.guard('exporter', () => inAppThread(reason));
    },
  );
}

function spoolTarget({
  FIRSTLIGHT_SPOOL_DIR: folder,
  FIRSTLIGHT_SPOOL_MAX_BYTES: maxBytes,
}: Config): ExporterOptions['spool'] {
  return folder === undefined ? undefined : { folder: path.resolve(folder), maxBytes };
}

/**
 * OTEL_BSP_* and OTEL_BLRP_* as far as they limit the exporter thread: the queue only if it is configured, since its
 * bytes are limited anyway.
 */
function queueBounds(
  config: Config,
): Partial<Record<Signal, Pick<SignalTarget, 'timeoutMs' | 'maxItems' | 'batchItems' | 'delayMs'>>> {
  const set = (name: 'OTEL_BSP_MAX_QUEUE_SIZE' | 'OTEL_BLRP_MAX_QUEUE_SIZE') =>
    isGiven(config.sources[name]) ? config[name] : undefined;
  return {
    traces: {
      timeoutMs: Math.min(config.otlp.traces.timeoutMs, config.OTEL_BSP_EXPORT_TIMEOUT),
      maxItems: set('OTEL_BSP_MAX_QUEUE_SIZE'),
      batchItems: config.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
      delayMs: config.OTEL_BSP_SCHEDULE_DELAY,
    },
    logs: {
      timeoutMs: Math.min(config.otlp.logs.timeoutMs, config.OTEL_BLRP_EXPORT_TIMEOUT),
      maxItems: set('OTEL_BLRP_MAX_QUEUE_SIZE'),
      batchItems: config.OTEL_BLRP_MAX_EXPORT_BATCH_SIZE,
      delayMs: config.OTEL_BLRP_SCHEDULE_DELAY,
    },
  };
}
