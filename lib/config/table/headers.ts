import type { Entry } from '../entry';
import { entry } from '../entry';
import { headerNames } from '../parsers/header-name';

const DOCS = 'https://opentelemetry.io/docs/zero-code/java/agent/instrumentation/http/';

const captured = (side: 'client' | 'server', message: 'request' | 'response'): Entry<readonly string[]> =>
  entry(headerNames, {
    group: 'requests',
    docs: DOCS,
    example: 'x-tenant,content-type',
    default: [],
    desc:
      `Headers of the ${message} that become attributes of the ${side} span: http.${message}.header.NAME. Values ` +
      'of those that hold secrets (authorization, cookie and their like, FIRSTLIGHT_LOG_REDACT) are hidden.',
  });

/** Headers that are captured, under the names that the Java agent has for them. */
export const headers = {
  OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS: captured('server', 'request'),
  OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS: captured('server', 'response'),
  OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS: captured('client', 'request'),
  OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS: captured('client', 'response'),
};
