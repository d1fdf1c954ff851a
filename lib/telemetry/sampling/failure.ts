import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** Whether a span shows a failure: its status, an exception, or a response that says so. It need not have ended. */
export function isFailure({
  status,
  attributes,
  events,
}: Pick<ReadableSpan, 'status' | 'attributes' | 'events'>): boolean {
  if (status.code === SpanStatusCode.ERROR) return true;
  if (Number(attributes['http.response.status_code'] ?? attributes['http.status_code']) >= 500) return true;
  return events.some(({ name }) => name === 'exception');
}
