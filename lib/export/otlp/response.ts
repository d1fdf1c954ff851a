import { wireFields } from '../request/wire';
import { bytesOf, fieldsOf, numberOf } from './protobuf-fields';

/**
 * What a collector reports about a request that it accepted. https://opentelemetry.io/docs/specs/otlp/#partial-success
 */
export interface PartialSuccess {
  /** Items that it refused; 0 if it has a remark only. */
  readonly rejected: number;
  readonly message: string;
}

/** The partial success in an OTLP export response; undefined if all was accepted without a remark. */
export function partialSuccessOf(response: Uint8Array, format: 'protobuf' | 'json'): PartialSuccess | undefined {
  const found = format === 'json' ? fromJson(response) : fromProtobuf(Buffer.from(response));
  return found.rejected > 0 || found.message !== '' ? found : undefined;
}

function fromProtobuf(response: Buffer): PartialSuccess {
  const partial = bytesOf(response, 1);
  return { rejected: numberOf(partial, 1), message: bytesOf(partial, 2)?.toString() ?? '' };
}

function fromJson(response: Uint8Array): PartialSuccess {
  const { partialSuccess = {} } = (parse(response) ?? {}) as { partialSuccess?: Record<string, unknown> };
  const { errorMessage, rejectedSpans, rejectedLogRecords, rejectedDataPoints } = partialSuccess ?? {};
  return {
    rejected: Number(rejectedSpans ?? rejectedLogRecords ?? rejectedDataPoints ?? 0) || 0,
    message: typeof errorMessage === 'string' ? errorMessage : '',
  };
}

/** The code of the error if a success over HTTP is none of a collector's. */
export const NOT_OTLP = 'NOT_OTLP';

/**
 * What is wrong with the body of a success over HTTP: a page for people, or bytes that are no OTLP response, come from
 * something that has not taken the data. Undefined if it is one; an empty one is, too.
 */
export function foreignAnswer(body: Buffer, contentType: string, format: 'protobuf' | 'json'): string | undefined {
  const type = contentType.split(';', 1)[0]!.trim();
  if (type.includes('html')) return `with ${type}, which is no answer of an OTLP receiver`;
  if (body.length === 0) return undefined;
  const isJson = type.includes('json') || (format === 'json' && !type.includes('protobuf'));
  if (isJson ? isObject(parse(body)) : isMessage(body)) return undefined;
  return `with ${body.length} bytes${type && ` of ${type}`} that are no answer of an OTLP receiver`;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function isMessage(bytes: Uint8Array): boolean {
  try {
    return [...wireFields(bytes)].length > 0;
  } catch {
    return false;
  }
}

/** The text in the body of a refusal over HTTP: a google.rpc.Status as OTLP asks, or what a proxy in between says. */
export function refusalText(body: Buffer, contentType: string): string {
  if (contentType.includes('protobuf')) return bytesOf(body, 2)?.toString() ?? '';
  if (contentType.includes('json')) {
    const { message } = (parse(body) ?? {}) as { message?: unknown };
    return typeof message === 'string' ? message : '';
  }
  return contentType.startsWith('text/plain') ? body.toString().trim() : '';
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}

/**
 * How long to wait before the next try, in ms, from the trailer `grpc-status-details-bin`: a google.rpc.Status whose
 * details hold a RetryInfo.
 * https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-throttling
 */
export function retryInfoOf(trailer: unknown): number | undefined {
  if (!Buffer.isBuffer(trailer)) return undefined;
  for (const [number, detail] of fieldsOf(trailer)) {
    if (number !== 3 || typeof detail === 'number' || !bytesOf(detail, 1)?.toString().endsWith('google.rpc.RetryInfo'))
      continue;
    const duration = bytesOf(bytesOf(detail, 2), 1);
    return numberOf(duration, 1) * 1000 + Math.ceil(numberOf(duration, 2) / 1e6);
  }
  return undefined;
}

/** `Retry-After` of HTTP in ms: seconds, or a date. Undefined if it says nothing usable. */
export function retryAfterOf(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}
