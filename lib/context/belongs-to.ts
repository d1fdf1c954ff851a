import { SpanKind, trace, type Context, type Span } from '@opentelemetry/api';
import type { RequestRecord } from './record';

/** Spans that begin what came from elsewhere. */
const FROM_ELSEWHERE: readonly (SpanKind | undefined)[] = [SpanKind.SERVER, SpanKind.CONSUMER];

/**
 * Whether a context that was made on top of nothing may be part of a request. It may not if it has the trace of
 * something that came from elsewhere, and that is not the trace of the request: then a message is being handled on a
 * connection that the request has opened.
 */
export function belongsTo(active: Context, record: RequestRecord): boolean {
  const span = trace.getSpan(active) as (Span & { readonly kind?: SpanKind }) | undefined;
  if (span === undefined || record.traceId === undefined) return true;
  const { traceId, isRemote } = span.spanContext();
  return traceId === record.traceId || !(isRemote || FROM_ELSEWHERE.includes(span.kind));
}
