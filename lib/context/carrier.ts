import { context, propagation, ROOT_CONTEXT, type Context, type TextMapGetter } from '@opentelemetry/api';
import { currentRequest } from './current';
import { createRecord, type RequestRecord } from './record';
import { REQUEST_ID_PATTERN } from './request-id';
import { createContext } from './request-context';
import { runInContext } from './storage';
import { toUserId } from './user';
import { markInsideCarriers } from './inside-carriers';

/**
 * The context of running code as a plain object of strings that can be sent or stored as JSON: the request and its
 * user, and what the propagators of the configuration write (`traceparent`, `tracestate` and `baggage` by default).
 */
export interface Carrier {
  request_id?: string;
  user_id?: string;
  traceparent?: string;
  tracestate?: string;
  baggage?: string;
  [key: string]: string | undefined;
}

/**
 * What is longer is no context. Baggage, the longest of them, has to be passed on up to 8,192 bytes:
 * https://www.w3.org/TR/baggage/#limits
 */
const MAX_VALUE_LENGTH = 16_384;

let observe: ((context: Context, isIncoming: boolean) => void) | undefined;

/**
 * From here on `then` is shown each context that leaves this thread in a carrier, or comes to it in one. Returns the
 * undo.
 */
export function observeCarriers(then: (context: Context, isIncoming: boolean) => void): () => void {
  observe = then;
  return () => {
    if (observe === then) observe = undefined;
  };
}

/** The context of the running code as a carrier; empty outside of any request and trace. */
export function captureCarrier(): Carrier {
  const carrier: Carrier = {};
  const active = context.active();
  observe?.(active, false);
  propagation.inject(markInsideCarriers(active), carrier);
  const record = currentRequest();
  if (record !== undefined) {
    carrier.request_id = record.id;
    if (record.userId !== undefined) carrier.user_id = record.userId;
  }
  return carrier;
}

/**
 * Runs `fn` in the context that a carrier brings, and in no other: what the carrier does not have, `fn` does not have
 * either, wherever it is called. A carrier comes from outside, so a part of it that is not valid counts as absent.
 */
export function runWithCarrier<T>(carrier: Carrier | undefined, fn: () => T): T {
  return runInContext(createContext(contextOf(carrier), requestOf(carrier)), fn);
}

/** The request that a carrier names; undefined if it names none. */
export function requestOf(carrier: Carrier | undefined): RequestRecord | undefined {
  const id = textOf(carrier, 'request_id');
  if (id === undefined || !REQUEST_ID_PATTERN.test(id)) return undefined;
  return createRecord({ id, method: '', path: '', userId: toUserId(textOf(carrier, 'user_id')) });
}

/** The trace context and baggage of a carrier, on top of nothing. */
export function contextOf(carrier: Carrier | undefined): Context {
  if (typeof carrier !== 'object' || carrier === null) return ROOT_CONTEXT;
  const incoming = propagation.extract(ROOT_CONTEXT, carrier, ownText);
  observe?.(incoming, true);
  return incoming;
}

/** An own value of a carrier: anything may be passed as one, and reading it may throw. */
function textOf(carrier: unknown, key: string): string | undefined {
  try {
    if (typeof carrier !== 'object' || carrier === null || !Object.hasOwn(carrier, key)) return undefined;
    const value = (carrier as Record<string, unknown>)[key];
    return typeof value === 'string' && value.length <= MAX_VALUE_LENGTH ? value : undefined;
  } catch {
    return undefined;
  }
}

const ownText: TextMapGetter<Carrier> = {
  get: textOf,
  keys(carrier) {
    try {
      return Object.keys(carrier);
    } catch {
      return [];
    }
  },
};
