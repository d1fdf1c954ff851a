import type { TextMapPropagator } from '@opentelemetry/api';
import { currentRequest, isWithin } from '../context';

/**
 * Sends the ID of the current request along with outgoing calls, in a header. It takes nothing in: the ID of an incoming request has its own way,
 * and its own rules. A header that the app has set itself stays.
 */
export function createRequestIdPropagator(header: string): TextMapPropagator {
  return {
    inject(active, carrier, setter) {
      const id = currentRequest()?.id;
      if (id !== undefined && !isWithin(active) && !hasHeader(carrier, header)) setter.set(carrier, header, id);
    },
    extract: (active) => active,
    fields: () => [header],
  };
}

/** Headers as an object, as instrumentation-http has them, or gRPC's Metadata. */
function hasHeader(carrier: unknown, header: string): boolean {
  if (typeof carrier !== 'object' || carrier === null) return false;
  const { get } = carrier as { get?: (name: string) => unknown[] };
  if (typeof get === 'function') return get.call(carrier, header).length > 0;
  return Object.keys(carrier).some((name) => name.toLowerCase() === header);
}
