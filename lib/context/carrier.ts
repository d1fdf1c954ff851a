import { context, propagation, ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import { currentRequest, runWithRequest } from './current';
import { createRecord, type RequestRecord } from './record';
import { REQUEST_ID_PATTERN } from './request-id';
import { within } from './within';

/**
 * The context of running code as plain JSON, for queues, workers and child processes: the request, and what the propagators of the configuration
 * write (`traceparent`, `tracestate` and `baggage` by default).
 */
export interface Carrier {
  request_id?: string;
  user_id?: string;
  traceparent?: string;
  tracestate?: string;
  baggage?: string;
  [key: string]: string | undefined;
}

/** The context of the running code as a carrier; empty outside of any request and trace. */
export function captureCarrier(): Carrier {
  const carrier: Carrier = {};
  propagation.inject(within(context.active()), carrier);
  const record = currentRequest();
  if (record !== undefined) {
    carrier.request_id = record.id;
    if (record.userId !== undefined) carrier.user_id = record.userId;
  }
  return carrier;
}

/**
 * Runs `fn` in the context that a carrier brings, and in no other: what the carrier does not have, `fn` does not have either, wherever it is
 * called. A carrier comes from outside, so a part of it that is not valid counts as absent.
 */
export function runWithCarrier<T>(carrier: Carrier | undefined, fn: () => T): T {
  return runWithRequest(requestOf(carrier), () => context.with(contextOf(carrier), fn));
}

/** The request that a carrier names; undefined where it names none. */
export function requestOf(carrier: Carrier | undefined): RequestRecord | undefined {
  const id = carrier?.request_id;
  if (typeof id !== 'string' || !REQUEST_ID_PATTERN.test(id)) return undefined;
  const userId = typeof carrier?.user_id === 'string' ? carrier.user_id : undefined;
  return createRecord({ id, method: '', path: '', userId });
}

/** The trace context and baggage of a carrier, on top of nothing. */
export function contextOf(carrier: Carrier | undefined): Context {
  return typeof carrier === 'object' && carrier !== null ? propagation.extract(ROOT_CONTEXT, carrier) : ROOT_CONTEXT;
}
