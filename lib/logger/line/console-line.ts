import { wallTime } from './clock';
import { cutStacks } from './stack-cut';
import type { LineRecord, Plain } from '../types';

const RESET = '\u001b[0m';
const DIM = '\u001b[2m';
const BOLD_RED = '\u001b[1;31m';
const LEVEL_COLOURS: Readonly<Record<string, string>> = {
  fatal: BOLD_RED,
  error: '\u001b[31m',
  warn: '\u001b[33m',
  info: '\u001b[32m',
  http: '\u001b[36m',
  verbose: '\u001b[36m',
  debug: '\u001b[34m',
  silly: '\u001b[35m',
  trace: '\u001b[35m',
};
/** As wide as the longest level of winston's npm set, so that messages start in one column. */
const LEVEL_WIDTH = 7;
/** Enough of a request ID to distinguish the requests on a screen. */
const SHORT_ID = 8;
const INDENT = '    ';
/** As wide as `+999ms`. */
const SINCE_WIDTH = 6;

/**
 * The line of a record for people: `12:34:56.789  +12ms INFO    [3f2a9c1e] message key=value`, an error's stack
 * indented below, as far as it is in the app's own files. The trace is left to the JSON format and the trace tree.
 *
 * @param before When the line before it was, in milliseconds since the epoch; undefined for the first.
 */
export function consoleLine(record: LineRecord, colour: boolean, before?: number): string {
  const paint = (code: string, text: string) => (colour ? `${code}${text}${RESET}` : text);
  const level = record.level.toUpperCase().padEnd(LEVEL_WIDTH);
  const parts = [
    paint(DIM, `${wallTime(record.time)} ${since(record.time, before).padStart(SINCE_WIDTH)}`),
    paint(LEVEL_COLOURS[record.level] ?? '', level),
  ];
  if (record.ids.request_id !== undefined) parts.push(paint(DIM, `[${record.ids.request_id.slice(0, SHORT_ID)}]`));
  if (record.message !== '') parts.push(record.fault ? cutStacks(record.message) : record.message);
  const below: string[] = [];
  for (const key of Object.keys(record.fields)) {
    const value = record.fields[key];
    if (key === 'error' && isDescribed(value)) below.push(...errorLines(value, record.message));
    else if (value !== undefined) parts.push(`${paint(DIM, `${key}=`)}${fieldText(value)}`);
  }
  const [first, ...rest] = below;
  if (first === undefined) return parts.join(' ');
  return [parts.join(' '), paint(BOLD_RED, INDENT + first), ...rest.map((line) => paint(DIM, INDENT + line))].join(
    '\n',
  );
}

/** The time since the line before, with few digits. */
function since(time: number, before: number | undefined): string {
  if (before === undefined) return '';
  const ms = Math.max(0, Math.floor(time) - Math.floor(before));
  if (ms < 1_000) return `+${ms}ms`;
  if (ms < 60_000) return `+${(ms / 1_000).toFixed(1)}s`;
  return ms < 3_600_000 ? `+${Math.floor(ms / 60_000)}m` : `+${Math.min(Math.floor(ms / 3_600_000), 9_999)}h`;
}

function isDescribed(value: Plain): value is { [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value['message'] === 'string';
}

function errorLines(error: { [key: string]: Plain }, message: string): string[] {
  const { name, message: reason, stack, cause, errors, ...own } = error;
  const head = typeof stack === 'string' && stack !== '' ? stack : `${String(name)}: ${String(reason)}`;
  // Captured console output has the whole stack in its message already.
  const lines = message.includes(head) ? [] : cutStacks(head).split('\n');
  const extras = Object.entries(own)
    .map(([key, value]) => `${key}=${fieldText(value)}`)
    .join(' ');
  if (extras !== '') lines.push(extras);
  for (const inner of [cause, ...(Array.isArray(errors) ? errors : [])]) {
    if (inner === undefined) continue;
    const described = isDescribed(inner) ? errorLines(inner, '') : [fieldText(inner)];
    lines.push(...described.map((line, index) => (index === 0 ? `caused by: ${line}` : `  ${line}`)));
  }
  return lines;
}

function fieldText(value: Plain): string {
  if (typeof value === 'string' && /^[^\s"=]+$/.test(value)) return value;
  return JSON.stringify(value) ?? '';
}
