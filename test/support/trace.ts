import assert from 'node:assert/strict';
import type { SpanRecord } from '../../collector';

/** The spans from a span up to its root, itself first. */
export function lineage(span: SpanRecord, spans: SpanRecord[]): SpanRecord[] {
  const parent = spans.find(
    (candidate) => candidate.traceId === span.traceId && candidate.spanId === span.parentSpanId,
  );
  return parent ? [span, ...lineage(parent, spans)] : [span];
}

/** The one span that satisfies the predicate; a message that lists all spans if there is not exactly one. */
export function onlySpan(spans: SpanRecord[], predicate: (span: SpanRecord) => boolean, what: string): SpanRecord {
  const found = spans.filter(predicate);
  assert.equal(found.length, 1, `expected one ${what}, got ${found.length} of: ${listSpans(spans)}`);
  return found[0]!;
}

/** Holds that a span descends from the given server span, without a gap. */
export function assertBelow(span: SpanRecord, server: SpanRecord, spans: SpanRecord[]): void {
  const line = lineage(span, spans);
  assert.ok(
    line.includes(server),
    `${span.name} is not below ${server.name}: ${line.map(({ name }) => name).join(' < ')}; all: ${listSpans(spans)}`,
  );
}

export function listSpans(spans: SpanRecord[]): string {
  return spans.map((span) => `${span.kind} '${span.name}' of ${span.scope.name}`).join(', ') || 'none';
}
