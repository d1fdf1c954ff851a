import { isSpanContextValid, type HrTime, type Link, type SpanContext } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { encodableScope, isEncodableScope } from './scopes';
import {
  areEncodable,
  asText,
  encodableValues,
  firstTime,
  isOneOf,
  isOptionalText,
  isTime,
  type Scrutiny,
} from './values';

/** SpanKind CONSUMER and StatusCode ERROR. */
const LAST_KIND = 4;
const LAST_STATUS = 2;

/** A span as it is, or one that can be encoded, in its place. */
export function encodableSpan(span: ReadableSpan, scrutiny: Scrutiny): ReadableSpan {
  return isEncodableSpan(span, scrutiny) ? span : replace(span, scrutiny);
}

function isEncodableSpan(span: ReadableSpan, scrutiny: Scrutiny): boolean {
  return (
    typeof span.name === 'string' &&
    isOneOf(span.kind, LAST_KIND) &&
    isTime(span.startTime) &&
    isTime(span.endTime) &&
    isOneOf(span.status.code, LAST_STATUS) &&
    isOptionalText(span.status.message) &&
    isEncodableScope(span.instrumentationScope, scrutiny) &&
    isEncodableContext(span.spanContext()) &&
    areEncodable(span.attributes, scrutiny) &&
    span.events.every((event) => isEncodableEvent(event, scrutiny)) &&
    span.links.every((link) => isEncodableLink(link, scrutiny))
  );
}

function isEncodableEvent({ name, time, attributes }: TimedEvent, scrutiny: Scrutiny): boolean {
  return typeof name === 'string' && isTime(time) && areEncodable(attributes, scrutiny);
}

function isEncodableLink({ context, attributes }: Link, scrutiny: Scrutiny): boolean {
  return hasIds(context) && isEncodableContext(context) && areEncodable(attributes, scrutiny);
}

/** What the app gave as a context may be anything. */
function hasIds(context: SpanContext | undefined): context is SpanContext {
  try {
    return isSpanContextValid(context!);
  } catch {
    return false;
  }
}

function isEncodableContext({ traceFlags, traceState }: SpanContext): boolean {
  try {
    return typeof traceFlags === 'number' && (!traceState || typeof traceState.serialize() === 'string');
  } catch {
    return false;
  }
}

function encodableContext(context: SpanContext): SpanContext {
  if (isEncodableContext(context)) return context;
  const { traceId, spanId, traceFlags, isRemote } = context;
  return { traceId, spanId, traceFlags: Number(traceFlags) || 0, isRemote: Boolean(isRemote) };
}

function replace(span: ReadableSpan, scrutiny: Scrutiny): ReadableSpan {
  const startTime = firstTime(span.startTime, span.endTime);
  const links = span.links.filter(({ context }) => hasIds(context));
  const { code, message } = span.status;
  const { parentSpanContext, resource, duration, ended, droppedAttributesCount, droppedEventsCount } = span;
  return {
    name: asText(span.name),
    kind: isOneOf(span.kind, LAST_KIND) ? span.kind : 0,
    spanContext: () => encodableContext(span.spanContext()),
    ...(parentSpanContext && { parentSpanContext }),
    startTime,
    endTime: firstTime(span.endTime, startTime),
    status: {
      code: isOneOf(code, LAST_STATUS) ? code : 0,
      ...(message !== undefined && { message: asText(message) }),
    },
    attributes: encodableValues(span.attributes, scrutiny),
    links: links.map((link) => encodableLink(link, scrutiny)),
    events: span.events.map((event) => encodableEvent(event, startTime, scrutiny)),
    duration,
    ended,
    resource,
    instrumentationScope: encodableScope(span.instrumentationScope, scrutiny),
    droppedAttributesCount,
    droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount + span.links.length - links.length,
  };
}

function encodableLink(link: Link, scrutiny: Scrutiny): Link {
  return {
    ...link,
    context: encodableContext(link.context),
    ...(link.attributes && { attributes: encodableValues(link.attributes, scrutiny) }),
  };
}

function encodableEvent(event: TimedEvent, otherwise: HrTime, scrutiny: Scrutiny): TimedEvent {
  return {
    ...event,
    name: asText(event.name),
    time: firstTime(event.time, otherwise),
    ...(event.attributes && { attributes: encodableValues(event.attributes, scrutiny) }),
  };
}
