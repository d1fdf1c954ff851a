import type * as Api from '@opentelemetry/api';
import type { AnyValueMap, LogRecord, Logger as LogsLogger } from '@opentelemetry/api-logs';
import type TransportStream = require('winston-transport');
import { severityOfName } from '../capture/severity';
import { preciseTime } from '../line/clock';
import { acceptAll } from './output-transport';
import { isTextOf } from '../line/format';
import { createRecord, RESERVED } from '../line/record';
import { createRedaction } from '../../redaction';
import { registerSink } from './sink';
import { LEVEL, MESSAGE, RECORD } from '../line/symbols';
import type { Ids, Info, LineRecord, Plain } from '../types';
import { infoOfText, saidOf, withoutColours } from '../line/written-info';

/** The upstream transport with the one field of it that is needed; a test fails when it's gone. */
type Upstream = TransportStream & {
  _logger: Pick<LogsLogger, 'emit'> & { readonly _instrumentationScope?: LineLog['scope'] };
  log(info: object, callback: () => void): void;
};

/** A record that bypasses the SDK. */
export interface LineLog {
  readonly severityNumber: LogRecord['severityNumber'];
  readonly severityText: string | undefined;
  readonly body: string;
  readonly time: [seconds: number, nanoseconds: number];
  readonly attributes: AnyValueMap;
  readonly span: { readonly traceId: string; readonly spanId: string; readonly traceFlags: number } | undefined;
  readonly scope: { readonly name: string; readonly version?: string };
}

const MAX_FIELDS = 100;
/** The severity of a level that no one knows: less would be taken for noise, more for an alarm. */
const INFO = 9;

/**
 * A winston transport that sends every line as one OTLP log record, through OpenTelemetry's own transport. That is only
 * asked for the severity of each level, and the record is made here from the line's, because on its own it takes any
 * field with a `name` or `code` for an exception, names exceptions by their `code`, has a clock of its own, and
 * believes whichever span is active at the time. So the record has the line's time and IDs, `exception.*` of the line's
 * real error, the other fields under their names in the line, and `log.iostream`. Lines marked `LOCAL` are not sent.
 *
 * @param redact What is hidden in lines that a format of the app's own has made, besides well-known names of secrets.
 * @param recordLine Takes records of the log's own lines past OpenTelemetry's logger. Default: none.
 */
export function createOtlpTransport(redact?: readonly string[], recordLine?: (log: LineLog) => void): TransportStream {
  const { OpenTelemetryTransportV3 } = require('@opentelemetry/winston-transport') as {
    OpenTelemetryTransportV3: new () => Upstream;
  };
  const transport = acceptAll(new OpenTelemetryTransportV3());
  const logs = transport._logger;
  const redaction = createRedaction(redact);
  const severityOf = learnSeverities(transport);
  const contextOf = createContexts();
  /** The record of a line that a format of the app's has made, or changed: of what that has left. */
  const reformed = (info: Info, made: LineRecord | undefined): LineRecord => {
    const text = info[MESSAGE];
    const given = typeof text === 'string' ? infoOfText(text, { ...saidOf(info), own: [...RESERVED] }) : info;
    return {
      ...createRecord(given, { ids: () => made?.ids ?? {}, redaction }),
      ...(made && { stream: made.stream, isLocal: made.isLocal, time: made.time }),
    };
  };
  const { _instrumentationScope: scope } = logs;
  const send = (record: LineRecord, hasIds: boolean) => {
    try {
      // Spread would cost more than all the rest of it.
      const { severityNumber, severityText } = severityOf(record.level);
      if (hasIds && scope && recordLine && isOrdinary(record)) {
        recordLine({
          severityNumber: record.severity ?? severityNumber,
          severityText,
          body: withoutColours(record.message),
          time: preciseTime(record.time),
          attributes: attributesOf(record),
          span: spanOf(record.ids),
          scope,
        });
        return;
      }
      logs.emit({
        severityNumber: record.severity ?? severityNumber,
        severityText,
        body: withoutColours(record.message),
        timestamp: preciseTime(record.time),
        attributes: attributesOf(record),
        context: hasIds ? contextOf(record.ids) : undefined,
      });
    } catch (error) {
      transport.emit('warn', error);
    }
  };
  transport.log = (info: Info, callback) => {
    const made = info[RECORD] as LineRecord | undefined;
    const record = made && isTextOf(made, info[MESSAGE]) ? made : reformed(info, made);
    if (!record.isLocal) send(record, made !== undefined);
    callback();
  };
  registerSink(transport, {
    needsRecord: true,
    write: (_text, _level, _stream, record) => void (record!.isLocal || send(record!, true)),
  });
  return transport;
}

/** Whether the SDK has neither to count fields nor to refuse one. */
function isOrdinary({ fields }: LineRecord): boolean {
  const names = Object.keys(fields);
  return names.length <= MAX_FIELDS && !names.includes('');
}

function spanOf({ trace_id: traceId, span_id: spanId, trace_flags: flags }: Ids): LineLog['span'] {
  return traceId === undefined || spanId === undefined
    ? undefined
    : { traceId, spanId, traceFlags: Number.parseInt(flags ?? '00', 16) };
}

/** Severities by level, as the upstream transport emits them; each is asked for once. */
function learnSeverities(transport: Upstream): (level: string) => Pick<LogRecord, 'severityNumber' | 'severityText'> {
  const log = transport.log.bind(transport);
  const known = new Map<string, Pick<LogRecord, 'severityNumber' | 'severityText'>>();
  return (level) => {
    let severity = known.get(level);
    if (severity === undefined) {
      let number: LogRecord['severityNumber'];
      transport._logger = { emit: ({ severityNumber }) => (number = severityNumber) };
      log({ level, message: '', [LEVEL]: level }, () => undefined);
      severity = { severityText: level, severityNumber: number ?? severityOfName(level) ?? INFO };
      // Levels are few; an app that makes them up must not fill the memory.
      if (known.size < 100) known.set(level, severity);
    }
    return severity;
  };
}

function attributesOf(record: LineRecord): AnyValueMap {
  const attributes: AnyValueMap = record.isElsewhere ? {} : { 'log.iostream': record.stream };
  if (record.ids.request_id !== undefined) attributes['request_id'] = record.ids.request_id;
  for (const key of Object.keys(record.fields)) {
    const value = record.fields[key];
    if (value === undefined) continue;
    if (key === 'error' && record.fault) addException(attributes, value);
    else attributes[key] = value as AnyValueMap[string];
  }
  return attributes;
}

/** By the semantic conventions for exceptions; what they have no name for stays under `error`. */
function addException(attributes: AnyValueMap, described: Plain): void {
  const { name, message, stack, ...others } = described as Record<string, Plain>;
  attributes['exception.type'] = name as string;
  if (message !== undefined) attributes['exception.message'] = message as string;
  if (stack !== undefined) attributes['exception.stacktrace'] = stack as string;
  if (Object.keys(others).length > 0) attributes['error'] = others as AnyValueMap;
}

/** The context that a line's IDs stand for: by the time a line gets here, another one may be active. */
function createContexts(): (ids: Ids) => Api.Context {
  const { context, trace } = require('@opentelemetry/api') as typeof Api;
  return (ids) => {
    const active = context.active();
    const current = trace.getSpanContext(active);
    if (ids.trace_id === undefined || ids.span_id === undefined)
      return current === undefined ? active : trace.deleteSpan(active);
    if (current?.spanId === ids.span_id) return active;
    return trace.setSpanContext(active, {
      traceId: ids.trace_id,
      spanId: ids.span_id,
      traceFlags: Number.parseInt(ids.trace_flags ?? '00', 16),
    });
  };
}
