// One trace with everything that is known of it.
import { failureOf, spanFacts } from '../store/facts';
import { plain } from '../decode/plain';
import type { Attributes, LogEntry, SpanRecord } from '../decode/records';
import { buildTrace, serviceOf, walk } from '../traces/tree';
import { curlOf } from './curl';
import { isErrorLevel, levelOf, logLine } from './log-lines';
import { summaryOf } from './summary';
import type { WireDetail, WireSpan } from './wire';

/** Log lines of one trace at most. */
const MAX_LOGS = 5000;

/** A log line with its number. */
export interface DetailLine {
  readonly record: LogEntry;
  readonly seq: number;
}

/** The spans of a trace (at least one) from top to bottom, and its log lines, which come in the order of their time. */
export function detailOf(spans: readonly SpanRecord[], logs: readonly DetailLine[]): WireDetail {
  const trace = buildTrace(spans);
  const resources: Attributes[] = [];
  const at = (ns: bigint): number => Number(ns - trace.startNs) / 1e6;
  const rows = [...walk(trace.roots)].map(({ node: { span, selfMs }, depth }): WireSpan => {
    let resource = resources.indexOf(span.resource);
    if (resource < 0) resource = resources.push(span.resource) - 1;
    const curl = curlOf(span);
    return {
      id: span.spanId,
      ...(span.parentSpanId !== undefined && { parent: span.parentSpanId }),
      depth,
      name: span.name,
      kind: span.kind.toLowerCase(),
      service: serviceOf(span),
      at: at(span.startNs),
      durationMs: span.durationMs,
      selfMs,
      status: span.status.code,
      failure: failureOf(span),
      facts: spanFacts(span),
      attributes: plain(span.attributes) as Attributes,
      events: span.events.map((event) => ({
        name: event.name,
        at: at(event.timeNs),
        attributes: plain(event.attributes) as Attributes,
      })),
      links: span.links.map((link) => ({ ...link, attributes: plain(link.attributes) as Attributes })),
      scope: [span.scope.name, span.scope.version].filter(Boolean).join(' '),
      resource,
      ...(curl !== undefined && { curl }),
    };
  });
  return {
    trace: summaryOf(spans, logs.filter(({ record }) => isErrorLevel(levelOf(record))).length),
    complete: trace.complete,
    spans: rows,
    resources: resources.map((each) => plain(each) as Attributes),
    logs: logs.slice(0, MAX_LOGS).map(({ record, seq }) => logLine(record, seq)),
  };
}
