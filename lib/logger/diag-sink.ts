import { format } from 'node:util';
import type { DiagLogger } from '@opentelemetry/api';
import type { Logger } from 'winston';
import { LOCAL, STREAM } from './symbols';

/**
 * What OpenTelemetry says about itself, as lines of `logger` on stderr. They are not sent over OTLP: a line about an export that
 * failed would have to be exported. A message that is caused by logging a message is left out.
 */
export function createDiagSink(logger: Logger): DiagLogger {
  let isBusy = false;
  const write = (level: string) => (message: string, ...args: unknown[]) => {
    if (isBusy) return;
    isBusy = true;
    try {
      logger.log({ level, message: args.length === 0 ? String(message) : format(message, ...args), component: 'opentelemetry', [STREAM]: 'stderr', [LOCAL]: true } as never);
    } catch {
      // Never break the app, not even with what was to be said about it.
    } finally {
      isBusy = false;
    }
  };
  return { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug'), verbose: write('silly') };
}
