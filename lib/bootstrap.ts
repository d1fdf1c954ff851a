import { isMainThread } from 'node:worker_threads';
import { loadConfig, readEnvironment, unpackPm2, type Config } from './config';
import { createDeadline, installExit, installSignals, keepEarlyMessages } from './lifecycle';
import { claimRegistration } from './loading';
import { createLoggerLevels } from './logger';
import { createApi, publishApi } from './stages/api';
import { followLevelFile } from './stages/levels';
import { openLog, type Log } from './stages/log';
import { detectOtherAgents } from './stages/other-agents';
import { reportConfig, reportTimeline, refuseBadConfig } from './stages/report';
import { createTimeline } from './stages/timeline';
import { processInfo } from './stages/process-info';
import { reportDuplicateLoad } from './stages/duplicate-load';
import { openPipeline, type Pipeline } from './stages/pipeline';

declare const FIRSTLIGHT_VERSION: string;

/**
 * Starts firstlight in this thread: configuration, logger, telemetry, hooks, and the end of it all, in that order. Runs
 * before the first line of the app is evaluated, and returns nothing and throws nothing: if a stage fails, one line
 * says so and the app runs on without it.
 */
export function bootstrap(): void {
  const first = claimRegistration(FIRSTLIGHT_VERSION);
  if (first !== undefined) return reportDuplicateLoad(first, FIRSTLIGHT_VERSION, (line) => process.stderr.write(line));
  const timeline = createTimeline();
  const started = performance.now();
  const wanted = timeline.measure('configuration', () => {
    unpackPm2();
    return loadConfig(readEnvironment(), processInfo(__dirname));
  });
  const log = timeline.measure('log', () => openLog(wanted, timeline));
  if (isMainThread) log.guard('messages', () => keepEarlyMessages(log.events));
  if (wanted.FIRSTLIGHT_STRICT && wanted.problems.length > 0) refuseBadConfig(wanted, log);
  const config = detectOtherAgents(wanted, log);
  reportConfig(config, log);
  const pipeline = openPipeline(config, log);
  const loggerLevels = createLoggerLevels(log.logger, config.FIRSTLIGHT_LOG_LEVELS);
  publishApi(createApi(log.logger, loggerLevels.named));
  log.guard('log levels', () => followLevelFile(config, log, loggerLevels));
  installEnd(config, log, pipeline);
  if (config.FIRSTLIGHT_TRACE_STARTUP) reportTimeline(log, timeline, started);
}

/** Shutdown follows the data: metrics are collected, batches exported and delivered, the log written out. */
function installEnd(config: Config, log: Log, pipeline: Pipeline): void {
  const deadline = createDeadline(config.FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS);
  const flush = () => {
    log.guard('shutdown', log.finish);
    log.guard('shutdown', () => pipeline.flush(deadline.left()));
    log.guard('shutdown', () => log.output.drain(Math.max(deadline.left(), 100)));
  };
  const prepare = () => {
    log.output.settle();
    return pipeline.collect();
  };
  log.guard('exit', () =>
    installExit({
      events: log.events,
      prepare,
      flush: () => {
        flush();
        pipeline.flushEach(flush);
      },
    }),
  );
  if (!isMainThread) return;
  log.guard('signals', () => installSignals({ prepare, flush, deadlineMs: config.FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS }));
}
