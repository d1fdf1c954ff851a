import { entry } from '../entry';
import { opampEndpoint } from '../parsers/opamp-endpoint';
import { headers } from '../parsers/pairs';
import { duration } from '../parsers/scalar';

/** Remote configuration. The specification names no variables for it. */
export const opamp = {
  FIRSTLIGHT_OPAMP_ENDPOINT: entry(opampEndpoint, {
    group: 'remote',
    example: 'http://localhost:4320/v1/opamp',
    defaultText: 'none',
    desc:
      'An OpAMP server that this process asks for its configuration while it runs, over HTTP. TLS follows ' +
      'OTEL_EXPORTER_OTLP_CERTIFICATE, …_CLIENT_CERTIFICATE and …_CLIENT_KEY.',
  }),
  FIRSTLIGHT_OPAMP_HEADERS: entry(headers, {
    group: 'remote',
    example: 'authorization=Bearer%20secret',
    defaultText: 'none',
    secret: true,
    desc: 'Headers of requests to the OpAMP server, percent-encoded.',
  }),
  FIRSTLIGHT_OPAMP_INTERVAL_MS: entry(duration(10), {
    group: 'remote',
    example: '10000',
    default: 30_000,
    desc: 'How often the OpAMP server is asked, in milliseconds. An interval that it offers wins.',
  }),
};
