/**
 * The public API, for apps that want more than they get without asking. Every function is harmless without the preload: the logger then writes
 * the same lines, the tracer is OpenTelemetry's (which does nothing until an SDK is there), there is no request ID, no user to set and
 * no context to carry.
 */
import type { Tracer } from '@opentelemetry/api';
import type { Logger } from 'winston';
import type { Carrier } from './context';
import { publishedApi } from './stages/api';
import { standaloneLogger } from './stages/standalone';

export type { Carrier };

/** A winston logger that writes firstlight's lines. `name` becomes the field `logger` of its lines. */
export function getLogger(name?: string): Logger {
  return publishedApi()?.getLogger(name) ?? standaloneLogger(name);
}

/** An OpenTelemetry tracer. `name` defaults to `app`: it says which part of the app made a span. */
export function getTracer(name = 'app', version?: string): Tracer {
  const published = publishedApi();
  if (published) return published.getTracer(name, version);
  return (require('@opentelemetry/api') as typeof import('@opentelemetry/api')).trace.getTracer(name, version);
}

/** The ID of the request that the running code serves; undefined outside of any request. */
export function getRequestId(): string | undefined {
  return publishedApi()?.getRequestId();
}

/**
 * Names the user of the current request, for its end line and its server span. Outside a request it does nothing.
 * @param id A string or whole number; at most 128 characters are kept.
 */
export function setUser(id: string | number): void {
  publishedApi()?.setUser(id);
}

/**
 * The context of the running code (the request and its user, trace context, baggage) as a plain JSON object of strings, to be sent along with work
 * that leaves the process or waits in a queue that firstlight does not know. Empty outside of any request and trace.
 */
export function captureContext(): Carrier {
  return publishedApi()?.captureContext() ?? {};
}

/**
 * Runs `fn` in the context that a carrier brings, and in no other; what `fn` starts and awaits belongs to it, too. A carrier comes from outside: what is
 * not valid in it counts as absent, so one of the wrong type is no context at all.
 * @returns What `fn` returns; what it throws is thrown.
 */
export function runWithContext<T>(carrier: Carrier | undefined, fn: () => T): T {
  const published = publishedApi();
  return published ? published.runWithContext(carrier, fn) : fn();
}

/**
 * Binds a function to the context of the running code, for callbacks that something else calls later, from a context of its own.
 * @returns A function with the same `this`, arguments, result, name and arity.
 */
export function bindContext<F extends (this: any, ...args: any[]) => any>(fn: F): F {
  return publishedApi()?.bindContext(fn) ?? fn;
}
