// OTLP trace requests as span records.
import {
  bigintField,
  enumField,
  idField,
  integerField,
  messageField,
  messagesField,
  refuse,
  textField,
} from '../decode/fields';
import type { Message } from '../decode/protobuf';
import type { Attributes, Scope, SpanRecord } from '../decode/records';
import { plainAttributes, plainScope } from '../decode/values';

// UNSPECIFIED counts as INTERNAL, as the specification asks.
const KINDS = ['INTERNAL', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
const STATUS = ['UNSET', 'OK', 'ERROR'] as const;

/** The spans of an ExportTraceServiceRequest. */
export function spansOf(request: Message): SpanRecord[] {
  const spans: SpanRecord[] = [];
  for (const group of messagesField(request, 'resourceSpans')) {
    const resource = plainAttributes(messageField(group, 'resource'));
    for (const scoped of messagesField(group, 'scopeSpans')) {
      const scope = plainScope(scoped);
      for (const span of messagesField(scoped, 'spans')) spans.push(spanOf(span, resource, scope));
    }
  }
  return spans;
}

function spanOf(span: Message, resource: Attributes, scope: Scope): SpanRecord {
  const startNs = bigintField(span, 'startTimeUnixNano');
  const endNs = bigintField(span, 'endTimeUnixNano');
  const parentSpanId = idField(span, 'parentSpanId', 8);
  const traceState = textField(span, 'traceState');
  const dropped = droppedOf(span);
  return {
    traceId: idField(span, 'traceId', 16) ?? refuse('traceId', '16 bytes, not all zero', span.traceId),
    spanId: idField(span, 'spanId', 8) ?? refuse('spanId', '8 bytes, not all zero', span.spanId),
    ...(parentSpanId !== undefined && { parentSpanId }),
    ...(traceState !== '' && { traceState }),
    name: textField(span, 'name'),
    kind: enumField(span, 'kind', KINDS, 'SPAN_KIND_'),
    startNs,
    endNs,
    durationMs: Number(endNs - startNs) / 1e6,
    attributes: plainAttributes(span),
    events: messagesField(span, 'events').map((event) => ({
      name: textField(event, 'name'),
      timeNs: bigintField(event, 'timeUnixNano'),
      attributes: plainAttributes(event),
    })),
    links: messagesField(span, 'links').map((link) => ({
      traceId: idField(link, 'traceId', 16) ?? '',
      spanId: idField(link, 'spanId', 8) ?? '',
      attributes: plainAttributes(link),
    })),
    status: statusOf(messageField(span, 'status')),
    resource,
    scope,
    flags: integerField(span, 'flags'),
    ...(dropped && { dropped }),
  };
}

function statusOf(status: Message): SpanRecord['status'] {
  const code = enumField(status, 'code', STATUS, 'STATUS_CODE_');
  const message = textField(status, 'message');
  return message === '' ? { code } : { code, message };
}

function droppedOf(span: Message): SpanRecord['dropped'] {
  const attributes = integerField(span, 'droppedAttributesCount');
  const events = integerField(span, 'droppedEventsCount');
  const links = integerField(span, 'droppedLinksCount');
  if (attributes + events + links === 0) return undefined;
  return { ...(attributes > 0 && { attributes }), ...(events > 0 && { events }), ...(links > 0 && { links }) };
}
