// The fields of spans and log lines that a search can name. Any other name is an attribute: of the record, of its
// resource, or of its events.
import { plain } from '../decode/plain';
import type { LogEntry, SpanRecord } from '../decode/records';
import { isErrorLevel, levelOf, textOf } from '../viewer/log-lines';

export type Searchable = SpanRecord | LogEntry;

export const isSpan = (record: Searchable): record is SpanRecord => 'startNs' in record;

/** Whether one of the values of a field passes a test. No list of them is made: there are 150,000 records to see. */
export type Field = (record: Searchable, test: (value: unknown) => boolean) => boolean;

const attributes =
  (...names: string[]): Field =>
  ({ attributes: own }, test) => {
    for (const name of names) {
      const value = own[name];
      if (value !== undefined && value !== null && (Array.isArray(value) ? value.some(test) : test(value))) return true;
    }
    return false;
  };

const isException = /^exception\.(message|type)$/;
const CLASSES = Array.from({ length: 10 }, (_, digit) => `${digit}xx`);
const CODES = { ERROR: 'error', OK: 'ok', UNSET: 'unset' } as const;
const httpStatus = attributes('http.response.status_code', 'http.status_code', 'status_code', 'rpc.grpc.status_code');
const errors = attributes('exception.message', 'exception.type', 'error.type', 'error');
const duration = attributes('duration_ms');

/** Names of our own, and what they stand for; docs/local-view.md explains each. */
const FIELDS: Readonly<Record<string, Field>> = {
  service: ({ resource }, test) => test(resource['service.name'] ?? 'unknown_service'),
  name: (record, test) => test(isSpan(record) ? record.name : (record.eventName ?? '')),
  kind: (record, test) => test(isSpan(record) ? record.kind.toLowerCase() : 'log'),
  status: (record, test) =>
    test(isSpan(record) ? CODES[record.status.code] : isErrorLevel(levelOf(record)) ? 'error' : 'unset') ||
    httpStatus(record, (code) => test(code) || test(CLASSES[Math.floor(Number(code) / 100)] ?? '')),
  level: (record, test) => !isSpan(record) && test(levelOf(record)),
  duration: (record, test) => (isSpan(record) ? test(record.durationMs) : duration(record, test)),
  trace: ({ traceId }, test) => test(traceId ?? ''),
  span: ({ spanId }, test) => test(spanId ?? ''),
  parent: (record, test) => isSpan(record) && test(record.parentSpanId ?? ''),
  request: attributes('request_id', 'request.id', 'http.request.id', 'http.request.header.x-request-id'),
  message: (record, test) => !isSpan(record) && test(textOf(record)),
  exception: (record, test) =>
    errors(record, test) ||
    (isSpan(record) &&
      (test(record.status.message ?? '') ||
        record.events.some((event) =>
          Object.entries(event.attributes).some(([name, value]) => isException.test(name) && test(value)),
        ))),
  route: attributes('http.route', 'route'),
  path: attributes('url.path', 'http.target', 'path'),
  method: attributes('http.request.method', 'http.method', 'method'),
  db: attributes('db.system.name', 'db.system'),
  sql: attributes('db.query.text', 'db.statement'),
  queue: attributes('messaging.destination.name', 'messaging.destination'),
  scope: ({ scope }, test) => test(scope.name),
};

const ALIASES: Readonly<Record<string, string>> = {
  trace_id: 'trace',
  traceid: 'trace',
  span_id: 'span',
  spanid: 'span',
  request_id: 'request',
  requestid: 'request',
  'service.name': 'service',
  error: 'exception',
  text: 'message',
};

/** The names of the fields, for suggestions. */
export const FIELD_NAMES: readonly string[] = Object.keys(FIELDS);

/** How the values of a field are found in a record. */
export function fieldOf(key: string): Field {
  const lower = key.toLowerCase();
  const name = Object.hasOwn(ALIASES, lower) ? ALIASES[lower]! : lower;
  if (Object.hasOwn(FIELDS, name)) return FIELDS[name]!;
  return (record, test) => {
    const own = record.attributes[key] ?? record.resource[key];
    if (own !== undefined && own !== null) return Array.isArray(own) ? own.some(test) : test(own);
    return (
      isSpan(record) &&
      record.events.some(({ attributes: of }) => of[key] !== undefined && of[key] !== null && test(of[key]))
    );
  };
}

/** Of one value, and of a whole record, the search knows no more characters than this. */
const [MAX_VALUE, MAX_TEXT] = [4000, 16_000];

/** What words are looked for in, in lower case: names, messages, values, exceptions. */
export function searchText(record: Searchable): string {
  const parts: string[] = [];
  let length = 0;
  const add = (value: unknown): void => {
    if (length > MAX_TEXT || value === undefined || value === null || value === '') return;
    const text =
      typeof value === 'string'
        ? value
        : typeof value === 'object'
          ? JSON.stringify(plain(value))
          : String(value as number);
    parts.push(text.length > MAX_VALUE ? text.slice(0, MAX_VALUE) : text);
    length += text.length;
  };
  add(record.resource['service.name']);
  if (isSpan(record)) {
    add(record.name);
    add(record.status.message);
  } else {
    add(textOf(record));
    add(record.eventName);
  }
  for (const name in record.attributes) add(record.attributes[name]);
  if (isSpan(record))
    for (const event of record.events) {
      add(event.name);
      for (const name in event.attributes) add(event.attributes[name]);
    }
  return parts.join('\n').toLowerCase();
}
