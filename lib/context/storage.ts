import { AsyncLocalStorage } from 'node:async_hooks';
import { context, type Context } from '@opentelemetry/api';
import { belongsTo } from './belongs-to';
import type { RequestRecord } from './record';
import { createContext, NO_CONTEXT, RequestContext } from './request-context';

// The only one, for the request and the trace alike: see docs/adr/0008-one-context.md.
const storage = new AsyncLocalStorage<RequestContext>();

/** What all code has that runs in no context. */
let base = NO_CONTEXT;
/** Whether OpenTelemetry's API uses this storage; another SDK may have come first, or none. */
let isShared = false;

/** The context that was entered last, by a call or with the resource that the code runs in. */
export const storedContext = (): RequestContext | undefined => storage.getStore();

/** The context of the running code, for OpenTelemetry's API. */
export function activeContext(): RequestContext {
  const stored = storage.getStore();
  return stored === undefined || stored === NO_CONTEXT ? base : stored;
}

/** From here on the contexts of OpenTelemetry's API are kept here. */
export function shareStorage(): void {
  isShared = true;
}

/** The context of the running code, its trace included if another SDK keeps that. */
export function captureContext(): RequestContext {
  return isShared ? activeContext() : createContext(context.active(), storage.getStore()?.record);
}

/** Runs `fn` in a context; what `fn` starts, awaits or schedules belongs to it too. */
export function runInContext<T>(target: RequestContext, fn: () => T): T {
  return isShared ? storage.run(target, fn) : storage.run(target, () => context.with(target.values, fn));
}

/** The same for a context that is asked for through OpenTelemetry's API: the hot path, so nothing is wrapped. */
export function runWithArguments<A extends unknown[], R>(target: Context, fn: (...args: A) => R, args: A): R {
  return storage.run(withRequest(target), fn, ...args);
}

/** Makes the rest of the current synchronous execution, and all that follows from it, part of a context. */
export function enterContext(target: RequestContext): void {
  storage.enterWith(target);
}

/**
 * A context that knows its request. One that was made from ROOT_CONTEXT says nothing about it (a server or consumer has
 * taken a trace out of headers, an app wants a trace of its own): it stays in the request that it is entered in, unless
 * its trace shows that the work is another's.
 */
export function withRequest(target: Context): RequestContext {
  if (target instanceof RequestContext) return target;
  const record: RequestRecord | undefined = storage.getStore()?.record;
  return createContext(target, record !== undefined && belongsTo(target, record) ? record : undefined);
}

/** Makes a trace context that of all code that runs in none, until the undo is called. */
export function fallBackToTrace(active: Context): () => void {
  base = createContext(active, undefined);
  return () => {
    base = NO_CONTEXT;
  };
}
