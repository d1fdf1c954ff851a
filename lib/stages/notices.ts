import { redact } from '../config';
import { codes, type Code } from '../errors';
import type { DueNotice } from '../export';
import type { Log } from './log';

/** Writes notices of the table in lib/errors, with a detail. */
export const createNoticeWriter =
  (log: Log) =>
  (code: Code, detail: string, fields?: Record<string, unknown>): void =>
    log.own(codes[code].level, `${codes[code].text}: ${detail}`, { code, ...fields, remedy: codes[code].remedy });

/** Writes a notice of the exporter thread. */
export function writeExportNotice({ code, ...fields }: DueNotice, log: Log): void {
  const { level, text, remedy } = codes[code];
  log.own(level, fields.cause ? `${text}: ${fields.cause}` : text, {
    code,
    ...fields,
    ...(fields.endpoint && { endpoint: redact(fields.endpoint) }),
    remedy,
  });
}

/** Writes a notice about a number of items, unless it is 0. */
export function writeItemNotice(
  log: Log,
  code: 'FL_EXPORT_DROPPED' | 'FL_SPOOL_KEPT',
  items: number,
  fields: Record<string, unknown>,
): void {
  const { level, text, remedy } = codes[code];
  if (items > 0) log.own(level, text, { code, items, ...fields, remedy });
}

/** Writes one line about a stage, or a part of one, that has failed; the app goes on without it. */
export const reportFailure = ({ own }: Pick<Log, 'own'>, stage: string, error: unknown): void =>
  own(codes.FL_STAGE_FAILED.level, `${codes.FL_STAGE_FAILED.text}: ${stage}`, {
    code: 'FL_STAGE_FAILED',
    stage,
    error,
  });

/** Creates the handler for errors of patches. */
export const patchFailure =
  (log: Log) =>
  (error: unknown): void =>
    reportFailure(log, 'instrumentation', error);
