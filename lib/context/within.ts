import { createContextKey, type Context } from '@opentelemetry/api';

const WITHIN = createContextKey('firstlight: stays within the system');

/** Marks a context as one that is injected into a carrier of our own, which has a place for the request ID already. */
export function within(active: Context): Context {
  return active.setValue(WITHIN, true);
}

/** Whether the context was marked so. */
export function isWithin(active: Context): boolean {
  return active.getValue(WITHIN) === true;
}
