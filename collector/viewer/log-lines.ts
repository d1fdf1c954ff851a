// Log records as lines.
import { plain } from '../decode/plain';
import type { Attributes, LogEntry } from '../decode/records';
import type { Level, WireLog } from './wire';

const LEVELS: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** One log record as the page shows it. */
export function logLine(entry: LogEntry, seq: number): WireLog {
  return {
    seq,
    timeMs: Number(entry.timeNs / 1000n) / 1000,
    level: levelOf(entry),
    body: textOf(entry),
    service: String(entry.resource['service.name'] ?? 'unknown_service'),
    ...(entry.traceId !== undefined && { traceId: entry.traceId }),
    ...(entry.spanId !== undefined && { spanId: entry.spanId }),
    attributes: plain(entry.attributes) as Attributes,
  };
}

/**
 * Four numbers a level, from 1 (https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber);
 * without a number, the text decides.
 */
export function levelOf({ severityNumber, severityText }: LogEntry): Level {
  if (severityNumber > 0) return LEVELS[Math.min(5, Math.floor((severityNumber - 1) / 4))]!;
  return LEVELS.find((level) => severityText.toLowerCase().startsWith(level)) ?? 'info';
}

/** Whether a level is that of an error. */
export const isErrorLevel = (level: Level): boolean => level === 'error' || level === 'fatal';

/** The text of a line: its body, or of an event without one the name. */
export function textOf({ body, eventName }: LogEntry): string {
  if (typeof body === 'string') return body;
  return body === null || body === undefined ? (eventName ?? '') : JSON.stringify(plain(body));
}
