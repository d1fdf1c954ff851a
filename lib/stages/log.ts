import { isMainThread } from 'node:worker_threads';
import { context, isSpanContextValid, trace, type SpanContext } from '@opentelemetry/api';
import type { Logger } from 'winston';
import { readEnvironment, wantsColour, type Config } from '../config';
import { currentRequest } from '../context';
import { codes } from '../errors';
import { watchProcess, type ProcessEvents } from '../lifecycle';
import {
  asOwn,
  createCapturedLines,
  COUNTED,
  createLogger,
  createOutput,
  IDS,
  installConsoleCapture,
  installCrashLine,
  installWarningLines,
  restoreLoggers,
  STREAM,
  watchWrittenLines,
  type CapturedLines,
  type Ids,
  type Output,
  Sampling,
} from '../logger';
import { createRedaction } from '../redaction';
import { installDirectWrites } from './direct-writes';
import { reportFailure } from './notices';
import type { Timeline } from './timeline';

/** The logging stage: the logger, its output, and the two things that every other stage needs. */
export interface Log {
  readonly logger: Logger;
  readonly output: Output;
  /** The lines of the app's own loggers; undefined if they are left alone. */
  readonly captured: CapturedLines | undefined;
  /**
   * Captures the console anew, if something else has put its own methods in place of ours; nothing if it is left alone.
   */
  recapture(): void;
  /** Writes lines that wait for more of their kind or for their end: nothing more comes. */
  finish(): void;
  /** Writes a line of firstlight's own, to stderr. */
  own(level: string, message: string, fields?: Record<string, unknown>): void;
  /** Runs a stage; if it throws, one line says so and `undefined` stands in its place. */
  guard<T>(stage: string, run: () => T): T | undefined;
  /** Events of the process. */
  readonly events: ProcessEvents;
  /** Gives the console, the streams, the loggers and the events of the process back. Later lines of ours still work. */
  close(): void;
}

/** The logger and its output, as the configuration wants them; touches nothing of the app's. */
export function createLog(
  config: Config,
  ids: () => Ids,
): { output: Output; logger: Logger; captured: CapturedLines; sampling: Sampling | undefined } {
  const format = config.LOG_FORMAT;
  const output = createOutput({
    maxBufferBytes: config.FIRSTLIGHT_LOG_BUFFER_BYTES,
    format,
    schema: config.FIRSTLIGHT_LOG_SCHEMA,
  });
  const colour = format === 'console' ? { stdout: takesColour(1), stderr: takesColour(2) } : undefined;
  const lines = {
    format,
    ids,
    colour,
    redact: config.FIRSTLIGHT_LOG_REDACT,
    schema: config.FIRSTLIGHT_LOG_SCHEMA,
    maxLineBytes: config.FIRSTLIGHT_LOG_MAX_LINE_BYTES,
  };
  const { text } = codes.FL_LOG_SAMPLED;
  const report = (level: string, of: string, omitted: number): void => {
    asOwn(() =>
      logger.write({
        level,
        message: text,
        code: 'FL_LOG_SAMPLED',
        omitted,
        of,
        [STREAM]: 'stderr',
        [COUNTED]: true,
        [IDS]: {},
      }),
    );
  };
  const sampling =
    config.FIRSTLIGHT_LOG_SAMPLE === undefined ? undefined : new Sampling(config.FIRSTLIGHT_LOG_SAMPLE, report);
  const logger: Logger = createLogger({ ...lines, level: config.LOG_LEVEL, output, sampling });
  return { output, logger, captured: createCapturedLines(lines), sampling };
}

function takesColour(fd: number): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = readEnvironment();
  return wantsColour({
    noColor: NO_COLOR,
    forceColor: FORCE_COLOR,
    term: TERM,
    isTTY: (require('node:tty') as typeof import('node:tty')).isatty(fd),
  });
}

/** Opens the log: from here on `console.*`, process warnings and crashes of the app are lines of it. */
export function openLog(config: Config, timeline: Timeline): Log {
  const environment = readEnvironment();
  const events = watchProcess();
  const captures = config.FIRSTLIGHT_CAPTURE !== 'none';
  const all = config.FIRSTLIGHT_CAPTURE === 'all';
  const written = all || (captures && environment.NODE_DEBUG) ? watchWrittenLines(all) : undefined;
  const { output, logger, captured, sampling } = createLog(config, createCurrentIds());
  const own: Log['own'] = (level, message, fields) =>
    asOwn(() => void logger.log(level, message, { ...fields, [STREAM]: 'stderr' }));
  const guard: Log['guard'] = (stage, run) => {
    try {
      return timeline.measure(stage, run);
    } catch (error) {
      reportFailure({ own }, stage, error);
      return undefined;
    }
  };
  written?.use(captured);
  const undos: ((() => void) | undefined)[] = [output.close, events.close, written?.close, restoreLoggers];
  const recapture = (): void => {
    if (!captures) return;
    const redaction = createRedaction(config.FIRSTLIGHT_LOG_REDACT);
    undos.push(guard('console capture', () => installConsoleCapture(logger, redaction)));
  };
  recapture();
  undos.push(
    captures && isMainThread ? guard('direct writes', () => installDirectWrites(output)) : undefined,
    guard('process warnings', () =>
      installWarningLines(logger, {
        nodeOptions: environment.NODE_OPTIONS,
        redirectWarnings: environment.NODE_REDIRECT_WARNINGS,
      }),
    ),
    guard('crash line', () => installCrashLine(logger, events)),
  );
  const finish = (): void => {
    sampling?.flush();
    written?.flush();
  };
  const close = (): void =>
    undos
      .splice(0)
      .reverse()
      .forEach((undo) => undo?.());
  return { logger, output, captured: captures ? captured : undefined, recapture, finish, own, guard, events, close };
}

/**
 * Says the request and trace of the running code. A line that no span is active for belongs to the server span of its
 * request. Lines of the same span that follow one another get the same object.
 */
function createCurrentIds(): () => Ids {
  let ids: Ids = {};
  let lastSpan: SpanContext | undefined;
  let lastRequest: string | undefined;
  let spanless: Ids = {};
  return () => {
    const request = currentRequest();
    const span = trace.getSpanContext(context.active());
    if (!span || (span !== lastSpan && !isSpanContextValid(span))) {
      if (
        spanless.request_id !== request?.id ||
        spanless.trace_id !== request?.traceId ||
        spanless.span_id !== request?.spanId ||
        spanless.trace_flags !== request?.traceFlags
      )
        spanless = {
          request_id: request?.id,
          trace_id: request?.traceId,
          span_id: request?.spanId,
          trace_flags: request?.traceFlags,
        };
      return spanless;
    }
    if (span !== lastSpan || request?.id !== lastRequest) {
      lastSpan = span;
      lastRequest = request?.id;
      ids = {
        request_id: lastRequest,
        trace_id: span.traceId,
        span_id: span.spanId,
        trace_flags: (span.traceFlags & 0xff).toString(16).padStart(2, '0'),
      };
    }
    return ids;
  };
}
