import { ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import type { RequestRecord } from './record';

/**
 * A context of OpenTelemetry that has the request as one of its values. Not under a key: every line asks for the
 * request, and a field is found faster. What is derived from it (a span is set, tracing is suppressed) has the same
 * request.
 */
export class RequestContext implements Context {
  constructor(
    readonly values: Context,
    readonly record: RequestRecord | undefined,
  ) {}

  getValue(key: symbol): unknown {
    return this.values.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new RequestContext(this.values.setValue(key, value), this.record);
  }

  deleteValue(key: symbol): Context {
    return new RequestContext(this.values.deleteValue(key), this.record);
  }
}

/** The context of code that serves no request and has no trace. It says so; ROOT_CONTEXT says nothing. */
export const NO_CONTEXT = new RequestContext(ROOT_CONTEXT, undefined);

/** A request and a trace as one context. */
export function createContext(values: Context, record: RequestRecord | undefined): RequestContext {
  return values === ROOT_CONTEXT && record === undefined ? NO_CONTEXT : new RequestContext(values, record);
}
