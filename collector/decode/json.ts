// A trace as one line of JSON.
import { plain } from './plain';
import { serviceOf, walk, type Trace } from '../traces/tree';

/**
 * Renders a trace as one JSON line without the newline: the summary, then `spans` from top to bottom with `depth`,
 * `offsetMs` from the trace's start, `durationMs` and `selfMs`. Times are ISO 8601; integers beyond 2^53 are decimal
 * strings; bytes are base64.
 */
export function traceLine(trace: Trace): string {
  const { traceId, name, durationMs, complete, continued, services, spanCount, errorCount } = trace;
  const spans = [...walk(trace.roots)].map(({ node: { span, selfMs }, depth }) => ({
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    depth,
    name: span.name,
    kind: span.kind,
    service: serviceOf(span),
    offsetMs: Number(span.startNs - trace.startNs) / 1e6,
    durationMs: span.durationMs,
    selfMs,
    status: span.status,
    attributes: span.attributes,
    events: span.events.map((event) => ({
      name: event.name,
      offsetMs: Number(event.timeNs - trace.startNs) / 1e6,
      attributes: event.attributes,
    })),
    links: span.links,
    scope: span.scope,
  }));
  const line = {
    traceId,
    name,
    startTime: isoTime(trace.startNs),
    durationMs,
    complete,
    continued,
    services,
    spanCount,
    errorCount,
    spans,
  };
  return JSON.stringify(plain(line));
}

function isoTime(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toISOString();
}
