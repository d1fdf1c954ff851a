import { elapsed } from '../clock';
import type { RequestRecord } from '../context';
import { asOwn } from '../logger/output/own-lines';

/** What request lines need of a logger; a winston logger has it. */
export interface RequestLogger {
  log(level: string, message: string, meta: Record<string, unknown>): unknown;
}

/** How a request ended. */
export interface Outcome {
  /** Absent if no status was sent. */
  statusCode?: number;
  /** The client went away, or the connection broke, before the whole response was written. */
  aborted: boolean;
}

/** The two lines of a request. Never holds bodies, query strings or headers. */
export interface RequestLines {
  started(record: RequestRecord): void;
  completed(record: RequestRecord, outcome: Outcome): void;
}

/** @param mode FIRSTLIGHT_REQUEST_LOG: both lines, the end line alone, or none. */
export function createRequestLines(logger: RequestLogger, mode: 'all' | 'end' | 'none'): RequestLines {
  return {
    started(record) {
      if (mode !== 'all' || record.ignored) return;
      const { method, path, userId } = record;
      asOwn(() =>
        logger.log(
          'info',
          'request started',
          userId === undefined ? { method, path } : { method, path, user_id: userId },
        ),
      );
    },
    completed(record, outcome) {
      if (mode === 'none' || record.ignored) return;
      const meta: Record<string, unknown> = { method: record.method, path: record.path };
      if (outcome.statusCode !== undefined) meta.status_code = outcome.statusCode;
      meta.duration_ms = millisecondsSince(record.startedAt);
      if (record.route !== undefined) meta.route = record.route;
      if (record.userId !== undefined) meta.user_id = record.userId;
      if (outcome.aborted) meta.aborted = true;
      asOwn(() => logger.log(levelOf(outcome), 'request completed', meta));
    },
  };
}

function levelOf({ statusCode = 0, aborted }: Outcome): string {
  if (aborted) return 'warn';
  if (statusCode >= 500) return 'error';
  return statusCode >= 400 ? 'warn' : 'info';
}

/** Milliseconds with three decimals: the clock has microseconds. */
function millisecondsSince(startedAt: number): number {
  return Math.round((elapsed() - startedAt) * 1000) / 1000;
}
