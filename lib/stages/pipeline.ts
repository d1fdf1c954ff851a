import type { Config } from '../config';
import type { ExporterClient } from '../export';
import { installRequests, type Requests } from '../http';
import { createClosers, type Closers } from '../lifecycle';
import type { LoggerLevels } from '../logger';
import { waitingLibraries } from '../propagation';
import {
  createRuntimeControl,
  definedTargets,
  enabledInstrumentations,
  installLazyInstrumentations,
  type RuntimeControl,
  type Telemetry,
} from '../telemetry';
import { reportDelivery } from './exporter/delivery';
import { NO_EXPORTER, openExporter } from './exporter/exporter';
import type { Log } from './log';
import { loggerHooks, openFrameworkHooks, openModuleHooks, waitingRequests } from './module-hooks';
import { patchFailure, reportFailure, writeItemNotice } from './notices';
import { openPropagation } from './propagation';
import type * as RemoteFile from './remote';
import { openSdk } from './sdk';

/** From the app's requests to the collector. Each function is a no-op if its stage is off or has failed. */
export interface Pipeline {
  /** Collects the metrics. */
  collect(): Promise<void>;
  /**
   * Waits for `after`, then until everything has arrived, for at most `deadlineMs`, keeping the process alive;
   * undefined if `flush` can do so without the event loop.
   */
  deliver(after: Promise<void>, deadlineMs: number): Promise<void> | undefined;
  /** Sends everything and waits until it was delivered or tried, for as many ms as are `left`; synchronous. */
  flush(left: () => number): void;
  /** From here on everything is flushed at once: the process is exiting, and nothing runs later. */
  flushEach(flush: () => void): void;
  /** Begins to follow a remote configuration, if a server is named. */
  follow(levels: LoggerLevels): void;
  /** Stops all of it, the last first; what was not flushed is lost. */
  close(): Promise<void>;
}

/** Starts telemetry and request logging; without telemetry, request logging alone. */
export function openPipeline(config: Config, log: Log): Pipeline {
  const closers = createClosers((error) => reportFailure(log, 'close', error));
  const requests = openRequests(config, log);
  if (!config.telemetryEnabled) return openRequestLogging(config, log, requests, closers);
  const { remote, control } = prepareRemote(config, log);
  closers.add(remote?.close);
  const exporter = openExporter(config, log, remote?.setup);
  closers.add(exporter.close);
  const sdk = log.guard('telemetry', () => openSdk(config, log, exporter, requests, control));
  closers.add(sdk?.close);
  // What it replaces is replaced by tracing first.
  closers.add(requests?.undo);
  closers.add(openPropagation(log, exporter, sdk?.telemetry));
  const follow = (levels: LoggerLevels): void => {
    if (remote) log.guard('remote configuration', () => remote.follow(levels, sdk?.telemetry));
  };
  return { ...createPipeline(config, log, exporter, sdk?.telemetry, closers), follow };
}

/** Remote configuration, if a server is named. */
function prepareRemote(config: Config, log: Log): { remote?: RemoteFile.Remote; control?: RuntimeControl } {
  if (config.FIRSTLIGHT_OPAMP_ENDPOINT === undefined) return {};
  const control = log.guard('remote configuration', () => createRuntimeControl(config));
  const { openRemote } = require('./remote') as typeof RemoteFile;
  return { control, remote: control && log.guard('remote configuration', () => openRemote(config, log, control)) };
}

function openRequests(config: Config, log: Log): Requests | undefined {
  const spans = config.telemetryEnabled && enabledInstrumentations(config).includes('http');
  return log.guard('requests', () => installRequests({ config, logger: log.logger, spans }));
}

/** Request lines, context and the app's own loggers, without an SDK. */
function openRequestLogging(config: Config, log: Log, requests: Requests | undefined, closers: Closers): Pipeline {
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
  closers.add(lazy?.close);
  const existing = openFrameworkHooks(log);
  closers.add(() => existing.forEach((instrumentation) => instrumentation.disable()));
  closers.add(
    openModuleHooks(config, log, {
      targets: definedTargets(existing),
      requests,
      existing,
      requestsOnly: true,
      activate: lazy?.activate,
    }),
  );
  closers.add(requests?.undo);
  closers.add(openPropagation(log, NO_EXPORTER));
  return {
    collect: async () => {},
    deliver: () => undefined,
    flush: () => {},
    flushEach: () => {},
    follow: () => {},
    close: closers.close,
  };
}

function createPipeline(
  config: Config,
  log: Log,
  exporter: ExporterClient,
  telemetry: Telemetry | undefined,
  closers: Closers,
): Omit<Pipeline, 'follow'> {
  let flushing = false;
  let kept = 0;
  let closed = false;
  return {
    collect: async () => telemetry?.collect(),
    deliver(after, deadlineMs) {
      // Whether there is a thread is known when it has started.
      exporter.threadStarts();
      return exporter.isInAppThread ? after.then(() => exporter.acknowledged(deadlineMs)) : undefined;
    },
    flush: (left) => {
      // Notices of the flush itself become log records, too.
      if (flushing) return;
      flushing = true;
      telemetry?.flush();
      const done = exporter.flush(left());
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
    close: closers.close,
  };
}
