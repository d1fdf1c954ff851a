import * as timers from 'node:timers';
import { trace, type DiagLogger } from '@opentelemetry/api';
import { isGiven, readEnvironment, type Config } from '../config';
import { codes } from '../errors';
import type { ExporterClient } from '../export';
import {
  bindMessage,
  recordNextRoute,
  instrumentationConfigs,
  listenOnce,
  ownInstrumentations,
  type Requests,
} from '../http';
import { createClosers } from '../lifecycle';
import { isLate } from '../loading';
import { createDiagSink, createOtlpTransport, sinkOf } from '../logger';
import { waitingLibraries } from '../propagation';
import {
  allTargets,
  prepareInstrumentations,
  startTelemetry,
  type RuntimeControl,
  type Telemetry,
  type TelemetryOptions,
} from '../telemetry';
import { createAgentWatch } from './agent-watch';
import { lambdaConfig } from './lambda';
import type { Log } from './log';
import { loggerHooks, openFrameworkHooks, openModuleHooks, replacedByHooks, waitingRequests } from './module-hooks';
import { patchFailure, reportFailure } from './notices';

// Taken at load: the app's tests may put a fake in its place.
const { setTimeout, clearTimeout } = timers;

/**
 * When most apps have loaded their modules, in ms: what measures them for as long as they run need not take part in
 * that.
 */
const SETTLED_MS = 200;
const LAMBDA = '@opentelemetry/instrumentation-aws-lambda';

/** The SDK, and the hooks that it needs. */
export interface Sdk {
  /** Undefined if the SDK has failed to start. */
  readonly telemetry: Telemetry | undefined;
  /** Stops all of it, the last first. */
  close(): Promise<void>;
}

/**
 * Starts the SDK, its instrumentations and the module hooks that they need.
 * @param control Default: nothing changes while it runs.
 */
export function openSdk(
  config: Config,
  log: Log,
  exporter: ExporterClient,
  requests: Requests | undefined,
  control?: RuntimeControl,
): Sdk {
  const closers = createClosers((error) => reportFailure(log, 'close', error));
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
  closers.add(prepared?.close);
  const frameworks = openFrameworkHooks(log);
  closers.add(() => frameworks.forEach((instrumentation) => instrumentation.disable()));
  const existing = [...(prepared?.now ?? []), ...frameworks];
  const agentWatch = createAgentWatch(config, log);
  const telemetry = log.guard('SDK', () =>
    startTelemetry({
      config,
      exporter,
      instrumentations: existing,
      control,
      bindEmitter: bindMessage,
      onSpan: recordNextRoute,
      onGivenUp: (traces, items) => {
        const { level, text, remedy } = codes.FL_KEEP_OVERFLOW;
        log.own(level, text, { code: 'FL_KEEP_OVERFLOW', traces, items, remedy });
      },
      onPrometheus: prometheusNotices(log),
      print: (line) => log.output.write('stdout', line),
      onError: (error) => reportFailure(log, 'encoding', error),
      installDiagnostics: () => installDiagnostics(config, agentWatch.listen(diagSink(config, log))),
    }),
  );
  // It asks the provider to deliver before AWS freezes the process; the one that it has is from before the SDK's start.
  if (inLambda)
    for (const each of existing)
      if (each.instrumentationName === LAMBDA) each.setTracerProvider(trace.getTracerProvider());
  closers.add(telemetry?.close);
  closers.add(
    openModuleHooks(config, log, {
      targets: allTargets(config, existing),
      requests,
      existing,
      activate: prepared?.activate,
    }),
  );
  closers.add(log.guard('agent watch', () => agentWatch.watch()));
  const measure = () => log.guard('runtime metrics', () => prepared?.measure());
  const settled = setTimeout(measure, SETTLED_MS).unref();
  closers.add(() => clearTimeout(settled));
  closers.add(
    listenOnce('undici:request:create', (message) => log.guard('fetch', () => prepared?.watchFetch(message))),
  );
  if (config.otlp.logs.exporters.length > 0) log.guard('log records', () => sendLines(config, log, telemetry));
  const collect = telemetry && {
    ...telemetry,
    collect: () => {
      measure();
      return telemetry.collect();
    },
  };
  return { telemetry: collect, close: closers.close };
}

/** A level that someone has set needs no second one: LOG_LEVEL is the app's. */
function diagSink(config: Config, log: Log): DiagLogger {
  const isAsked = isGiven(config.sources.OTEL_LOG_LEVEL) && config.LOG_LEVEL !== 'silent';
  return createDiagSink(log.logger, { isAsked });
}

function prometheusNotices(log: Log): TelemetryOptions['onPrometheus'] {
  const notice = (code: 'FL_PROMETHEUS_LISTENING' | 'FL_PROMETHEUS_UNAVAILABLE', fields: Record<string, unknown>) =>
    log.own(codes[code].level, codes[code].text, { code, ...fields });
  return {
    onListening: (url) => notice('FL_PROMETHEUS_LISTENING', { url }),
    onError: (error) => notice('FL_PROMETHEUS_UNAVAILABLE', { reason: String((error as Error)?.message ?? error) }),
  };
}

function sendLines(config: Config, log: Log, telemetry: Telemetry | undefined): void {
  const transport = createOtlpTransport(config.FIRSTLIGHT_LOG_REDACT, telemetry?.recordLine);
  log.logger.add(transport);
  log.captured?.connect(sinkOf(transport));
}

function installDiagnostics(config: Config, sink: DiagLogger): void {
  const { diag, DiagLogLevel } = require('@opentelemetry/api') as typeof import('@opentelemetry/api');
  diag.disable();
  const logLevel = DiagLogLevel[config.OTEL_LOG_LEVEL.toUpperCase() as keyof typeof DiagLogLevel] ?? DiagLogLevel.INFO;
  // Below warn the SDK talks about itself; that is for those who asked for it.
  const level = config.sources.OTEL_LOG_LEVEL === 'default' ? DiagLogLevel.WARN : logLevel;
  diag.setLogger(sink, { logLevel: level, suppressOverrideMessage: true });
}
