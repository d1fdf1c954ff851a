import { format } from 'node:util';
import type { DiagLogger } from '@opentelemetry/api';
import type { Logger } from 'winston';
import { createRepeats } from '../levels/repeats';
import { ADMITTED, LOCAL, STREAM } from '../line/symbols';

export interface DiagSinkOptions {
  /** How long the same message is not repeated, in ms. Default: a minute. */
  readonly intervalMs?: number;
  /** Whether OTEL_LOG_LEVEL alone decides what is written: someone has set it. Default: the logger's level as well. */
  readonly isAsked?: boolean;
}

/**
 * What OpenTelemetry says about itself, as lines of `logger` on stderr. They are not sent over OTLP: a line about an
 * export that failed would have to be exported. A message that is caused by logging a message is left out. The same
 * error, warning or information is one line per interval, then one with the number of repeats.
 */
export function createDiagSink(logger: Logger, { intervalMs, isAsked = false }: DiagSinkOptions = {}): DiagLogger {
  const repeats = createRepeats(intervalMs);
  let isBusy = false;
  const log = (level: string, message: string, fields?: object): void => {
    const info = { level, message, component: 'opentelemetry', ...fields, [STREAM]: 'stderr', [LOCAL]: true };
    if (isAsked) logger.write({ ...info, [ADMITTED]: true });
    else logger.log(info as never);
  };
  const guarded = (work: () => void): void => {
    if (isBusy) return;
    isBusy = true;
    try {
      work();
    } catch {
      // Never break the app, not even with what was to be said about it.
    } finally {
      isBusy = false;
    }
  };
  const write =
    (level: string, isLimited = true) =>
    (message: string, ...args: unknown[]) =>
      guarded(() => {
        const text = args.length === 0 ? String(message) : format(message, ...args);
        const report = (times: number): void => guarded(() => log(level, text, { repeated: times }));
        if (!isLimited || repeats.admits(`${level} ${text}`, report)) log(level, text);
      });
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug', false),
    verbose: write('silly', false),
  };
}
