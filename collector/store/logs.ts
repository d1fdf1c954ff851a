// OTLP log requests as log entries.
import { bigintField, idField, integerField, messageField, messagesField, textField } from '../decode/fields';
import type { Message } from '../decode/protobuf';
import type { Attributes, LogEntry, Scope } from '../decode/records';
import { plainAttributes, plainScope, plainValue } from '../decode/values';

/** The records of an ExportLogsServiceRequest. */
export function logsOf(request: Message): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const group of messagesField(request, 'resourceLogs')) {
    const resource = plainAttributes(messageField(group, 'resource'));
    for (const scoped of messagesField(group, 'scopeLogs')) {
      const scope = plainScope(scoped);
      for (const record of messagesField(scoped, 'logRecords')) entries.push(entryOf(record, resource, scope));
    }
  }
  return entries;
}

function entryOf(record: Message, resource: Attributes, scope: Scope): LogEntry {
  const traceId = idField(record, 'traceId', 16);
  const spanId = idField(record, 'spanId', 8);
  const eventName = textField(record, 'eventName');
  return {
    timeNs: bigintField(record, 'timeUnixNano') || bigintField(record, 'observedTimeUnixNano'),
    severityText: textField(record, 'severityText'),
    severityNumber: severityOf(record),
    body: plainValue(messageField(record, 'body')),
    attributes: plainAttributes(record),
    ...(traceId !== undefined && { traceId }),
    ...(spanId !== undefined && { spanId }),
    ...(eventName !== '' && { eventName }),
    flags: integerField(record, 'flags'),
    resource,
    scope,
  };
}

const FAMILIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** The severity number; JSON producers that send its name ("SEVERITY_NUMBER_INFO2") are understood too. */
function severityOf(record: Message): number {
  const named = /^SEVERITY_NUMBER_([A-Z]+)([234])?$/.exec(String(record.severityNumber));
  if (!named) return integerField(record, 'severityNumber');
  const family = FAMILIES.indexOf(named[1]!);
  return family < 0 ? 0 : family * 4 + Number(named[2] ?? 1);
}
