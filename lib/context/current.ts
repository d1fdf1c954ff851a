import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestRecord } from './record';

// A storage of its own, not a key in OpenTelemetry's context: request IDs work without any SDK.
const storage = new AsyncLocalStorage<RequestRecord | undefined>();

let fallback: RequestRecord | undefined;

/** The request that the running code serves; undefined outside of any. */
export function currentRequest(): RequestRecord | undefined {
  return storage.getStore() ?? fallback;
}

/** The request in async context, without the one that all code falls back to. */
export const storedRequest = (): RequestRecord | undefined => storage.getStore();

/** Runs `fn` as part of the request, or of none; what `fn` starts, awaits or schedules belongs to it too. */
export function runWithRequest<T>(record: RequestRecord | undefined, fn: () => T): T {
  return storage.run(record, fn);
}

/**
 * Makes the rest of the current synchronous execution, and all that follows from it, part of the request.
 * For the one place that can't wrap a callback; on Node 20 and 22 the record stays with the connection
 * until the next request enters its own, so every request has to.
 */
export function enterRequest(record: RequestRecord | undefined): void {
  storage.enterWith(record);
}

/**
 * The request of all code that runs in none, until the undo is called: that of a process or thread that was started for it. Not entered,
 * because what is entered stays for ever with every timer and socket that was made in it.
 */
export function fallBackToRequest(record: RequestRecord | undefined): () => void {
  fallback = record;
  return () => {
    fallback = undefined;
  };
}
