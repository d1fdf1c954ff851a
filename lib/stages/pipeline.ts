import module from 'node:module';
import path from 'node:path';
import * as timers from 'node:timers';
import { isMainThread } from 'node:worker_threads';
import type { DiagLogger } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { readEnvironment, redact, type Config } from '../config';
import { codes } from '../errors';
import {
  createNoticeRateLimiter,
  findExporterHandle,
  createWorkerClient,
  type Counts,
  SIGNALS,
  startExporter,
  SELF_COUNTERS,
  type SelfCounter,
  type DueNotice,
  type ExporterClient,
  type ExporterOptions,
  type Signal,
  type SignalTarget,
} from '../export';
import {
  bindMessage,
  hearNext,
  instrumentationConfigs,
  listenOnce,
  extraInstrumentations,
  installRequests,
  ownInstrumentations,
  type Requests,
} from '../http';
import { capturedTargets, createDiagSink, createOtlpTransport, sinkOf, waitingLoggers } from '../logger';
import { installEsmHooks, isLate, isPreloaded, LateBuiltins, requireBuiltins, splitNodeOptions } from '../loading';
import { installPropagation, libraryTargets, waitingLibraries } from '../propagation';
import type { Waiting } from '../telemetry/lazy';
import {
  allTargets,
  definedTargets,
  enabledInstrumentations,
  guardPatches,
  installLazyInstrumentations,
  patchNamespace,
  patchOnce,
  prepareInstrumentations,
  startTelemetry,
  type Target,
  type Telemetry,
} from '../telemetry';
import { lambdaConfig } from './lambda';
import type { Log } from './log';
import { reportDelivery } from './delivery';
import { createNewcomers } from './newcomers';

declare const FIRSTLIGHT_VERSION: string;

/** From the app's requests to the collector. Each function is a no-op if its stage is off or has failed. */
export interface Pipeline {
  /** Collects the metrics. */
  collect(): Promise<void>;
  /** Hands everything over and waits until it was delivered or tried, at most `deadlineMs`; synchronous. */
  flush(deadlineMs: number): void;
  /** From here on all that comes is flushed at once: the process is exiting, and nothing runs later. */
  eager(flush: () => void): void;
}

// Taken at load: the app's tests may put a fake in its place.
const { setTimeout } = timers;

/**
 * When most apps have loaded their modules, in ms: what measures them for as long as they run need not take part in
 * that.
 */
const SETTLED_MS = 200;

const NOTHING: Counts = { made: 0, sent: 0, dropped: 0, refused: 0, retried: 0, spooled: 0, inFlight: 0 };
const NO_TALLIES = Object.fromEntries(SELF_COUNTERS.map((name) => [name, 0])) as Record<SelfCounter, number>;
const NO_EXPORTER: ExporterClient = {
  counts: () => NOTHING,
  durations: () => [],
  countSelf: () => {},
  selfCounts: () => NO_TALLIES,
  isShared: false,
  protocolOf: () => 'grpc',
  send: () => {},
  snapshot: () => {},
  flush: () => true,
  undelivered: () => 0,
  stored: () => 0,
  settled: () => 0,
  shareHandle: () => {},
  onFlush: () => {},
  threadStarts: () => {},
  threadEnded: () => {},
  close: () => {},
};

/** Starts telemetry and request logging; without telemetry, request logging alone. */
export function openTelemetry(config: Config, log: Log): Pipeline {
  const spans = config.telemetryEnabled && enabledInstrumentations(config).includes('http');
  const requests = log.guard('requests', () => installRequests({ config, logger: log.logger, spans }));
  if (!config.telemetryEnabled) {
    const onError = patchFailure(log);
    const waiting = log.guard('library hooks', () =>
      installLazyInstrumentations(
        [
          ...waitingRequests(requests),
          ...waitingLibraries(onError),
          ...waitingLibraries(onError, true),
          ...loggerHooks(config, log),
        ],
        onError,
      ),
    );
    // Frameworks keep the route to themselves, with or without an SDK.
    const own = openFrameworkHooks(log);
    const builtins = openBuiltins([], requests);
    if (
      !log.guard('module hooks', () =>
        hookImports(
          config,
          [...definedTargets(own), ...libraryTargets(), ...capturedTargets()],
          builtins,
          own,
          waiting?.wake,
        ),
      )
    )
      builtins.mentionAll();
    propagate(log);
    return { collect: async () => {}, flush: () => {}, eager: () => {} };
  }
  const exporter = log.guard('exporter', () => openExporter(config, log)) ?? NO_EXPORTER;
  const telemetry = log.guard('telemetry', () => openSdk(config, log, exporter, requests));
  propagate(log, telemetry, exporter);
  let flushing = false;
  let kept = 0;
  let closed = false;
  return {
    collect: async () => telemetry?.collect(),
    flush: (deadlineMs) => {
      // What the flush itself has to say becomes a log record, too.
      if (flushing) return;
      flushing = true;
      telemetry?.flush();
      const done = exporter.flush(deadlineMs);
      if (!done)
        report(log, 'FL_EXPORT_DROPPED', exporter.undelivered(), {
          deadline_ms: config.FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS,
        });
      if (exporter.stored() > kept)
        report(log, 'FL_SPOOL_KEPT', (kept = exporter.stored()), { folder: config.FIRSTLIGHT_SPOOL_DIR });
      if (!closed) reportDelivery(exporter, log);
      closed = true;
      flushing = false;
    },
    eager: (flush) => telemetry?.eager(flush),
  };
}

function propagate(log: Log, telemetry?: Telemetry, exporter = NO_EXPORTER): void {
  log.guard('propagation', () =>
    installPropagation({
      preload: threadPreload(),
      environment: readEnvironment(),
      beforeMessage: telemetry?.settle,
      onThreadStart: exporter.threadStarts,
      onThreadEnd: exporter.threadEnded,
    }),
  );
}

/**
 * Node runs no `--import` in threads that evaluate a text: they get the preload by `--require`, if threads with files
 * get it by `--import`.
 */
function threadPreload(): {
  file: string;
  isImportedBy(execArgv: readonly string[], nodeOptions: string | undefined): boolean;
} {
  const folder = path.dirname(__dirname);
  return {
    file: path.join(folder, 'register.js'),
    isImportedBy: (execArgv, nodeOptions = readEnvironment().NODE_OPTIONS ?? '') =>
      isPreloaded({ execArgv, nodeOptions: splitNodeOptions(nodeOptions) }, folder) === 'import',
  };
}

/** The exporter thread of the process: another thread's, if this is a worker of one that has it. */
function openExporter(config: Config, log: Log): ExporterClient {
  const handle = isMainThread ? undefined : findExporterHandle();
  if (handle) return createWorkerClient(handle, () => log.guard('exporter', () => openOwnExporter(config, log)));
  return openOwnExporter(config, log);
}

function openOwnExporter(config: Config, log: Log): ExporterClient {
  const limiter = createNoticeRateLimiter((notice) => writeNotice(notice, log));
  const bounds = queueBounds(config);
  const targets: Partial<Record<Signal, SignalTarget>> = {};
  for (const signal of SIGNALS)
    if (config.otlp[signal].exporters.includes('otlp')) targets[signal] = { ...config.otlp[signal], ...bounds[signal] };
  // To the console, or nowhere: an idle thread is 10 to 18 MB.
  if (Object.keys(targets).length === 0) return NO_EXPORTER;
  return startExporter({
    targets,
    maxQueueBytes: config.FIRSTLIGHT_MAX_QUEUE_BYTES,
    spool: spoolTarget(config),
    userAgent: `firstlight/${FIRSTLIGHT_VERSION}`,
    environment: readEnvironment(),
    onNotice: limiter,
    onFlushed: limiter.flush,
    onFailure: (error) =>
      log.own(codes.FL_STAGE_FAILED.level, `${codes.FL_STAGE_FAILED.text}: exporter thread`, {
        code: 'FL_STAGE_FAILED',
        stage: 'exporter thread',
        error,
      }),
  });
}

function spoolTarget({
  FIRSTLIGHT_SPOOL_DIR: folder,
  FIRSTLIGHT_SPOOL_MAX_BYTES: maxBytes,
}: Config): ExporterOptions['spool'] {
  return folder === undefined ? undefined : { folder: path.resolve(folder), maxBytes };
}

/**
 * OTEL_BSP_* and OTEL_BLRP_* as far as they bound what the exporter thread does: the queue only if someone set it,
 * since bytes bound it anyway.
 */
function queueBounds(
  config: Config,
): Partial<Record<Signal, Pick<SignalTarget, 'timeoutMs' | 'maxItems' | 'batchItems' | 'delayMs'>>> {
  const set = (name: 'OTEL_BSP_MAX_QUEUE_SIZE' | 'OTEL_BLRP_MAX_QUEUE_SIZE') =>
    config.sources[name] === 'environment' ? config[name] : undefined;
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

const patchFailure =
  (log: Log) =>
  (error: unknown): void =>
    log.own('error', `${codes.FL_STAGE_FAILED.text}: instrumentation`, {
      code: 'FL_STAGE_FAILED',
      stage: 'instrumentation',
      error,
    });

function openSdk(
  config: Config,
  log: Log,
  exporter: ExporterClient,
  requests: Requests | undefined,
): Telemetry | undefined {
  const settings = { ...config, OTEL_NODE_ENABLED_INSTRUMENTATIONS: config.OTEL_NODE_ENABLED_INSTRUMENTATIONS ?? [] };
  const onError = patchFailure(log);
  const inLambda = Boolean(readEnvironment()._HANDLER);
  const prepared = log.guard('instrumentations', () =>
    prepareInstrumentations({
      config,
      options: { ...instrumentationConfigs(settings), ...replacedByHooks(log), ...(inLambda ? lambdaConfig(log) : {}) },
      inLambda,
      own: ownInstrumentations(),
      isLate,
      first: [...waitingLibraries(onError), ...loggerHooks(config, log)],
      last: [...waitingLibraries(onError, true), ...waitingRequests(requests)],
      onError,
    }),
  );
  const existing = [...(prepared?.now ?? []), ...openFrameworkHooks(log)];
  const newcomers = createNewcomers(config, log);
  const telemetry = log.guard('SDK', () =>
    startTelemetry({
      config,
      exporter,
      instrumentations: existing,
      bindEmitter: bindMessage,
      onSpan: hearNext,
      print: (line) => log.output.write('stdout', line),
      onError: (error) =>
        log.own('error', `${codes.FL_STAGE_FAILED.text}: encoding`, {
          code: 'FL_STAGE_FAILED',
          stage: 'encoding',
          error,
        }),
      installDiagnostics: () => installDiagnostics(config, newcomers.listen(createDiagSink(log.logger))),
    }),
  );
  const targets = [...allTargets(config, existing), ...libraryTargets(), ...capturedTargets()];
  const builtins = openBuiltins(targets, requests);
  if (!log.guard('module hooks', () => hookImports(config, targets, builtins, existing, prepared?.wake)))
    builtins.mentionAll();
  log.guard('newcomers', () => newcomers.watch());
  const measure = () => log.guard('runtime metrics', () => prepared?.measure());
  setTimeout(measure, SETTLED_MS).unref();
  listenOnce('undici:request:create', (message) => log.guard('fetch', () => prepared?.watchFetch(message)));
  if (config.otlp.logs.exporters.length > 0) log.guard('log records', () => sendLines(config, log, telemetry));
  return (
    telemetry && {
      ...telemetry,
      collect: () => {
        measure();
        return telemetry.collect();
      },
    }
  );
}

function openFrameworkHooks(log: Log): Instrumentation[] {
  return (
    log.guard('framework hooks', () =>
      extraInstrumentations().map((instrumentation) => guardPatches(instrumentation, patchFailure(log))),
    ) ?? []
  );
}

const waitingRequests = (requests: Requests | undefined): Waiting[] =>
  requests ? [{ targets: requests.modules, create: () => void requests.patch() }] : [];

/** Builtins that are patched: those that are loaded are patched now, the others when they are. */
function openBuiltins(targets: readonly Target[], requests: Requests | undefined): LateBuiltins {
  const names = [...new Set([...targets.map(({ name }) => name), ...(requests?.modules ?? [])])].filter((name) =>
    module.isBuiltin(name),
  );
  requireBuiltins(names.filter((name) => !isLate(name)));
  return new LateBuiltins(names.filter(isLate));
}

/** @param wake Creates what waits for a module; returns all that waited. */
function hookImports(
  config: Config,
  targets: readonly Target[],
  builtins: LateBuiltins,
  existing: readonly Instrumentation[],
  wake: (target: string) => readonly Instrumentation[] = () => [],
): true {
  installEsmHooks({
    targets,
    builtins,
    folder: __dirname,
    mode: config.FIRSTLIGHT_ESM_HOOKS,
    flags: { nodeOptions: splitNodeOptions(readEnvironment().NODE_OPTIONS ?? ''), execArgv: process.execArgv },
    patch: (place, exports) => patchOnce([...existing, ...wake(place.target)], place, exports),
    patchNamespace: (place, namespace) => patchNamespace([...existing, ...wake(place.target)], place, namespace),
  });
  return true;
}

function sendLines(config: Config, log: Log, telemetry: Telemetry | undefined): void {
  const transport = createOtlpTransport(config.FIRSTLIGHT_LOG_REDACT, telemetry?.recordLine);
  log.logger.add(transport);
  log.captured?.connect(sinkOf(transport));
}

/** The app's own loggers; those that are not to be instrumented stay as they are. */
function loggerHooks(config: Config, log: Log): Waiting[] {
  const { captured } = log;
  if (captured === undefined) return [];
  const onError = patchFailure(log);
  return waitingLoggers(captured, config.OTEL_NODE_DISABLED_INSTRUMENTATIONS).map(({ targets, create }) => ({
    targets,
    create: () => guardPatches(create(), onError),
  }));
}

/**
 * Upstream's instrumentations of the packages whose lines are captured: they would add IDs and send lines a second
 * time.
 */
function replacedByHooks(log: Log): Record<string, object> {
  return log.captured === undefined
    ? {}
    : Object.fromEntries(
        capturedTargets().map(({ name }) => [`@opentelemetry/instrumentation-${name}`, { enabled: false }]),
      );
}

function installDiagnostics(config: Config, sink: DiagLogger): void {
  const { diag, DiagLogLevel } = require('@opentelemetry/api') as typeof import('@opentelemetry/api');
  diag.disable();
  const logLevel = DiagLogLevel[config.OTEL_LOG_LEVEL.toUpperCase() as keyof typeof DiagLogLevel] ?? DiagLogLevel.INFO;
  // Below warn the SDK talks about itself; that is only for those who asked for it.
  const level = config.sources.OTEL_LOG_LEVEL === 'default' ? DiagLogLevel.WARN : logLevel;
  diag.setLogger(sink, { logLevel: level, suppressOverrideMessage: true });
}

function writeNotice({ code, ...fields }: DueNotice, log: Log): void {
  const { level, text, remedy } = codes[code];
  log.own(level, fields.cause ? `${text}: ${fields.cause}` : text, {
    code,
    ...fields,
    ...(fields.endpoint && { endpoint: redact(fields.endpoint) }),
    remedy,
  });
}

function report(
  log: Log,
  code: 'FL_EXPORT_DROPPED' | 'FL_SPOOL_KEPT',
  items: number,
  fields: Record<string, unknown>,
): void {
  const { level, text, remedy } = codes[code];
  if (items > 0) log.own(level, text, { code, items, ...fields, remedy });
}
