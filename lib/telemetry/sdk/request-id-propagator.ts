import type { TextMapPropagator } from '@opentelemetry/api';
import { currentRequest, isInsideCarriers } from '../../context';

/**
 * Sends the ID of the current request along with outgoing calls, in a header. It takes nothing in: the ID of an
 * incoming request has its own way, and its own rules. A header that the app has set itself stays.
 */
export function createRequestIdPropagator(header: string): TextMapPropagator {
  return {
    inject(active, carrier, setter) {
      const id = currentRequest()?.id;
      const isSet = isAnnounced(header);
      if (id !== undefined && !isSet && !isInsideCarriers(active) && !hasHeader(carrier, header))
        setter.set(carrier, header, id);
    },
    extract: (active) => active,
    fields: () => [header],
  };
}

/** A request of undici's, whose instrumentation gives the propagators empty headers, even if the app has set some. */
interface UndiciRequest {
  readonly headers?: unknown;
}

let announced: UndiciRequest | undefined;

/** Notes whose headers are asked for next; a `requestHook` of instrumentation-undici. */
export function announceRequest(_span: unknown, request: UndiciRequest): void {
  announced = request;
}

/** Whether the app has set it: undici has a list of names and values, or a text. */
function isAnnounced(header: string): boolean {
  const { headers } = announced ?? {};
  announced = undefined;
  const names =
    typeof headers === 'string'
      ? headers.split('\r\n').map((line) => line.split(':', 1)[0])
      : Array.isArray(headers)
        ? headers.filter((_value, index) => index % 2 === 0)
        : [];
  return names.some((name) => String(name).toLowerCase() === header);
}

/** Headers as an object, as instrumentation-http has them, or gRPC's Metadata. */
function hasHeader(carrier: unknown, header: string): boolean {
  if (typeof carrier !== 'object' || carrier === null) return false;
  const { get } = carrier as { get?: (name: string) => unknown[] };
  if (typeof get === 'function') return get.call(carrier, header).length > 0;
  return Object.keys(carrier).some((name) => name.toLowerCase() === header);
}
