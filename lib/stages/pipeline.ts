import type { Config } from '../config';
import type { ExporterClient } from '../export';
import { installRequests, type Requests } from '../http';
import { waitingLibraries } from '../propagation';
import { definedTargets, enabledInstrumentations, installLazyInstrumentations, type Telemetry } from '../telemetry';
import { reportDelivery } from './delivery';
import { NO_EXPORTER, openExporter } from './exporter';
import type { Log } from './log';
import { loggerHooks, openFrameworkHooks, openModuleHooks, waitingRequests } from './module-hooks';
import { patchFailure, writeItemNotice } from './notices';
import { openPropagation } from './propagation';
import { openSdk } from './sdk';

/** From the app's requests to the collector. Each function is a no-op if its stage is off or has failed. */
export interface Pipeline {
  /** Collects the metrics. */
  collect(): Promise<void>;
  /** Sends everything and waits until it was delivered or tried, at most `deadlineMs`; synchronous. */
  flush(deadlineMs: number): void;
  /** From here on everything is flushed at once: the process is exiting, and nothing runs later. */
  flushEach(flush: () => void): void;
}

/** Starts telemetry and request logging; without telemetry, request logging alone. */
export function openPipeline(config: Config, log: Log): Pipeline {
  const requests = openRequests(config, log);
  if (!config.telemetryEnabled) return openRequestLogging(config, log, requests);
  const exporter = openExporter(config, log);
  const telemetry = log.guard('telemetry', () => openSdk(config, log, exporter, requests));
  openPropagation(log, exporter, telemetry);
  return createPipeline(config, log, exporter, telemetry);
}

function openRequests(config: Config, log: Log): Requests | undefined {
  const spans = config.telemetryEnabled && enabledInstrumentations(config).includes('http');
  return log.guard('requests', () => installRequests({ config, logger: log.logger, spans }));
}

/** Request lines, context and the app's own loggers, without an SDK. */
function openRequestLogging(config: Config, log: Log, requests: Requests | undefined): Pipeline {
  const onError = patchFailure(log);
  const lazy = log.guard('library hooks', () =>
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
  const existing = openFrameworkHooks(log);
  openModuleHooks(config, log, {
    targets: definedTargets(existing),
    requests,
    existing,
    requestsOnly: true,
    activate: lazy?.activate,
  });
  openPropagation(log, NO_EXPORTER);
  return { collect: async () => {}, flush: () => {}, flushEach: () => {} };
}

function createPipeline(
  config: Config,
  log: Log,
  exporter: ExporterClient,
  telemetry: Telemetry | undefined,
): Pipeline {
  let flushing = false;
  let kept = 0;
  let closed = false;
  return {
    collect: async () => telemetry?.collect(),
    flush: (deadlineMs) => {
      // Notices of the flush itself become log records, too.
      if (flushing) return;
      flushing = true;
      telemetry?.flush();
      const done = exporter.flush(deadlineMs);
      if (!done)
        writeItemNotice(log, 'FL_EXPORT_DROPPED', exporter.undelivered(), {
          deadline_ms: config.FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS,
        });
      if (exporter.stored() > kept)
        writeItemNotice(log, 'FL_SPOOL_KEPT', (kept = exporter.stored()), { folder: config.FIRSTLIGHT_SPOOL_DIR });
      if (!closed) reportDelivery(exporter, log);
      closed = true;
      flushing = false;
    },
    flushEach: (flush) => telemetry?.flushEach(flush),
  };
}
