import type { Attributes } from '@opentelemetry/api';
import { ownValue } from './own';

/** Names of headers, in lower case, that become attributes of a span. */
export interface CapturedHeaders {
  readonly request: readonly string[];
  readonly response: readonly string[];
}

/** The part of the configuration that names them. */
export interface CaptureConfig {
  readonly OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS: readonly string[];
  readonly OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS: readonly string[];
  readonly OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS: readonly string[];
  readonly OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS: readonly string[];
}

/** Those of client spans. */
export const ofClient = (config: CaptureConfig): CapturedHeaders => ({
  request: config.OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS,
  response: config.OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS,
});

/** Those of server spans. */
export const ofServer = (config: CaptureConfig): CapturedHeaders => ({
  request: config.OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS,
  response: config.OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS,
});

/**
 * The attributes of headers, one for each that is there. See
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/
 */
export function headerAttributes(
  message: keyof CapturedHeaders,
  names: readonly string[],
  valuesOf: (name: string) => unknown,
): Attributes {
  const attributes: Attributes = {};
  for (const name of names) {
    const values = valuesOf(name);
    if (values !== undefined && values !== null)
      attributes[`http.${message}.header.${name}`] = (Array.isArray(values) ? values : [values]).map(String);
  }
  return attributes;
}

/**
 * Looks up headers in the head of a message that Node.js has written: it has them, in each form that an app can give.
 */
export function writtenHeaders(message: object): (name: string) => string[] | undefined {
  const head = ownValue(message, '_header');
  const lines = typeof head === 'string' ? head.split('\r\n') : [];
  return (name) => {
    const values = lines
      .filter((line) => line[name.length] === ':' && line.slice(0, name.length).toLowerCase() === name)
      .map((line) => line.slice(name.length + 1).trim());
    return values.length > 0 ? values : undefined;
  };
}
