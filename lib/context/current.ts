import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { RequestRecord } from './record';
import { createContext } from './request-context';
import { captureContext, enterContext, runInContext, storedContext } from './storage';

let fallback: RequestRecord | undefined;

/** The request that the running code serves; undefined outside of any. */
export function currentRequest(): RequestRecord | undefined {
  return storedContext()?.record ?? fallback;
}

/** Runs `fn` as part of the request, or of none, and in the trace that it is called in. */
export function runWithRequest<T>(record: RequestRecord | undefined, fn: () => T): T {
  return runInContext(createContext(captureContext().values, record), fn);
}

/**
 * Makes the rest of the current synchronous execution, and all that follows from it, part of the request, and of no
 * trace. For the one place that can't wrap a callback; on Node 20 and 22 the context stays with the connection until
 * the next request enters its own, so every request has to.
 */
export function enterRequest(record: RequestRecord | undefined): void {
  enterContext(createContext(ROOT_CONTEXT, record));
}

/**
 * The request of all code that runs in none, until the undo is called: that of a process or thread that was started for
 * it. Not entered, because what is entered stays for ever with every timer and socket that was made in it.
 */
export function fallBackToRequest(record: RequestRecord | undefined): () => void {
  fallback = record;
  return () => {
    fallback = undefined;
  };
}
