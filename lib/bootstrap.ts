import { isMainThread } from 'node:worker_threads';
import { loadConfig, readEnvironment, unpackPm2, type Config } from './config';
import {
  createClosers,
  createDeadline,
  installDirectExits,
  installExit,
  installSignals,
  keepEarlyMessages,
  type Closers,
} from './lifecycle';
import { claimRegistration, releaseRegistration } from './loading';
import { createLoggerLevels } from './logger';
import { createApi, publishApi } from './stages/api';
import { followLevelFile } from './stages/levels';
import { openLog, type Log } from './stages/log';
import { reportFailure } from './stages/notices';
import { detectOtherAgents } from './stages/other-agents';
import { reportConfig, reportTimeline, refuseBadConfig } from './stages/report';
import { createTimeline } from './stages/timeline';
import { processInfo } from './stages/process-info';
import { reportDuplicateLoad } from './stages/duplicate-load';
import { openPipeline, type Pipeline } from './stages/pipeline';

declare const FIRSTLIGHT_VERSION: string;

/** What runs in this thread. */
export interface Firstlight {
  /**
   * Flushes, then stops all that was started, the last first: the process is as it was before, except for a thread of
   * module hooks, and for packages that were loaded meanwhile, whose queues still pass on the context.
   */
  close(): Promise<void>;
}

/**
 * Starts firstlight in this thread: configuration, logger, telemetry, hooks, and the end of it all, in that order. Runs
 * before the first line of the app is evaluated, and throws nothing: if a stage fails, one line says so and the app
 * runs on without it.
 */
export function bootstrap(): Firstlight {
  const first = claimRegistration(FIRSTLIGHT_VERSION);
  if (first !== undefined) {
    reportDuplicateLoad(first, FIRSTLIGHT_VERSION, (line) => process.stderr.write(line));
    return { close: async () => {} };
  }
  const timeline = createTimeline();
  const started = performance.now();
  const wanted = timeline.measure('configuration', () => {
    unpackPm2();
    return loadConfig(readEnvironment(), processInfo(__dirname));
  });
  const log = timeline.measure('log', () => openLog(wanted, timeline));
  const closers = createClosers((error) => reportFailure(log, 'close', error));
  closers.add(releaseRegistration);
  closers.add(log.close);
  if (isMainThread) closers.add(log.guard('messages', () => keepEarlyMessages(log.events)));
  if (wanted.FIRSTLIGHT_STRICT && wanted.problems.length > 0) refuseBadConfig(wanted, log);
  const config = detectOtherAgents(wanted, log);
  reportConfig(config, log);
  const pipeline = openPipeline(config, log);
  closers.add(pipeline.close);
  const loggerLevels = createLoggerLevels(log.logger, config.FIRSTLIGHT_LOG_LEVELS);
  closers.add(publishApi(createApi(log.logger, loggerLevels.named)));
  closers.add(log.guard('log levels', () => followLevelFile(config, log, loggerLevels)));
  pipeline.follow(loggerLevels);
  installEnd(config, log, pipeline, closers);
  if (config.FIRSTLIGHT_TRACE_STARTUP) reportTimeline(log, timeline, started);
  return { close: closers.close };
}

/** Shutdown follows the data: metrics are collected, batches exported and delivered, the log written out. */
function installEnd(config: Config, log: Log, pipeline: Pipeline, closers: Closers): void {
  const timeoutMs = config.FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS;
  const deadline = createDeadline(timeoutMs);
  const flush = () => {
    // It runs from here on: encoding takes a part of it, too.
    deadline.left();
    log.guard('shutdown', log.finish);
    log.guard('shutdown', () => pipeline.flush(deadline.left));
    log.guard('shutdown', () => log.output.drain(Math.max(deadline.left(), 100)));
  };
  const prepare = () => {
    log.output.settle();
    return pipeline.collect();
  };
  const deliver = (after: Promise<void>) => pipeline.deliver(after, timeoutMs);
  let isExiting = false;
  const flushAtExit = () => {
    isExiting = true;
    flush();
    pipeline.flushEach(flush);
  };
  closers.add(log.guard('exit', () => installExit({ events: log.events, prepare, deliver, flush: flushAtExit })));
  if (isMainThread)
    closers.add(log.guard('signals', () => installSignals({ prepare, deliver, flush, deadlineMs: timeoutMs })));
  if (isMainThread) closers.add(log.guard('exits', () => installDirectExits(() => (isExiting ? undefined : flush()))));
  // The first to be closed.
  closers.add(async () => {
    await pipeline.collect();
    await deliver(Promise.resolve());
    log.guard('shutdown', log.finish);
    log.guard('shutdown', () => pipeline.flush(() => timeoutMs));
  });
}
