import * as timers from 'node:timers';
import type { DiagLogger } from '@opentelemetry/api';
import { readEnvironment, type Config } from '../config';
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
import { allTargets, prepareInstrumentations, startTelemetry, type Telemetry } from '../telemetry';
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

/** The SDK, and the hooks that it needs. */
export interface Sdk {
  /** Undefined if the SDK has failed to start. */
  readonly telemetry: Telemetry | undefined;
  /** Stops all of it, the last first. */
  close(): Promise<void>;
}

/** Starts the SDK, its instrumentations and the module hooks that they need. */
export function openSdk(config: Config, log: Log, exporter: ExporterClient, requests: Requests | undefined): Sdk {
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
      bindEmitter: bindMessage,
      onSpan: recordNextRoute,
      print: (line) => log.output.write('stdout', line),
      onError: (error) => reportFailure(log, 'encoding', error),
      installDiagnostics: () => installDiagnostics(config, agentWatch.listen(createDiagSink(log.logger))),
    }),
  );
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
