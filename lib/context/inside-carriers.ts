import { createContextKey, type Context } from '@opentelemetry/api';

const INSIDE_CARRIERS = createContextKey('firstlight: stays within the system');

/** Marks a context as one that is injected into a carrier of our own, which has a place for the request ID already. */
export function markInsideCarriers(active: Context): Context {
  return active.setValue(INSIDE_CARRIERS, true);
}

/** Whether the context was marked so. */
export function isInsideCarriers(active: Context): boolean {
  return active.getValue(INSIDE_CARRIERS) === true;
}
