import { propagation } from '@opentelemetry/api';
import { currentRequest, type Carrier } from '../context';

/** The header in which messages bring the ID of the request that they were sent for. */
export const REQUEST_ID_HEADER = 'x-request-id';

type Headers = Record<string, unknown>;

/** Headers with the ID of the current request; those that the app has set stay. */
export function withRequestId<T extends Headers | undefined>(headers: T): T | Headers {
  const id = currentRequest()?.id;
  return id === undefined || headers?.[REQUEST_ID_HEADER] !== undefined
    ? headers
    : { ...headers, [REQUEST_ID_HEADER]: id };
}

/** A carrier as headers. The user is left out. */
export function headersOf({ request_id: id, user_id: _, ...trace }: Carrier): Record<string, string> {
  const headers: Record<string, string> = id === undefined ? {} : { [REQUEST_ID_HEADER]: id };
  for (const [key, value] of Object.entries(trace)) if (value !== undefined) headers[key] = value;
  return headers;
}

/** What headers bring; `read` gives the value of one. */
export function carrierFrom(read: (name: string) => unknown): Carrier {
  const carrier: Carrier = {};
  const textOf = (name: string): string | undefined => {
    const value = read(name);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return typeof first === 'string' ? first : Buffer.isBuffer(first) ? first.toString() : undefined;
  };
  for (const name of propagation.fields()) {
    const value = textOf(name);
    if (value) carrier[name] = value;
  }
  const id = textOf(REQUEST_ID_HEADER);
  if (id) carrier.request_id = id;
  return carrier;
}
