// Which log lines are shown.
import type { Level, WireLog } from '../../viewer/wire';

export const LEVELS: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

export interface LogFilter {
  /** Words, all of which have to occur in the text, the fields or the trace ID. */
  text: string;
  service: string;
  /** The least severe level. */
  level: Level;
}

export const NO_LOG_FILTER: LogFilter = { text: '', service: '', level: 'trace' };

/** Search texts are made once a line: fields are JSON, and there are thousands of lines. */
const texts = new WeakMap<WireLog, string>();

export function filterLogs(logs: readonly WireLog[], { text, service, level }: LogFilter): WireLog[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const least = LEVELS.indexOf(level);
  return logs.filter(
    (log) =>
      (service === '' || log.service === service) &&
      LEVELS.indexOf(log.level) >= least &&
      (words.length === 0 || hasAll(log, words)),
  );
}

function hasAll(log: WireLog, words: readonly string[]): boolean {
  let text = texts.get(log);
  if (text === undefined)
    texts.set(
      log,
      (text = `${log.body} ${log.service} ${log.traceId ?? ''} ${JSON.stringify(log.attributes)}`.toLowerCase()),
    );
  return words.every((word) => text.includes(word));
}
