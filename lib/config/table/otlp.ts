import type { Entry, Facts } from '../entry';
import { entry } from '../entry';
import { choice } from '../parsers/choice';
import { endpoint } from '../parsers/endpoint';
import type { Pairs } from '../parsers/pairs';
import { headers } from '../parsers/pairs';
import { certificateFile, keyFile } from '../parsers/pem';
import { bool, timeout } from '../parsers/scalar';

const DOCS = 'https://opentelemetry.io/docs/specs/otel/protocol/exporter/';

export const protocols = ['grpc', 'http/protobuf', 'http/json'] as const;
export type Protocol = (typeof protocols)[number];
export type Compression = 'gzip' | 'none';

/** The variables that exist four times: for all signals, and for each of them. */
interface Family {
  ENDPOINT: Entry<string | undefined>;
  PROTOCOL: Entry<Protocol | undefined>;
  HEADERS: Entry<Pairs | undefined>;
  TIMEOUT: Entry<number | undefined>;
  COMPRESSION: Entry<Compression | undefined>;
  CERTIFICATE: Entry<string | undefined>;
  CLIENT_CERTIFICATE: Entry<string | undefined>;
  CLIENT_KEY: Entry<string | undefined>;
  INSECURE: Entry<boolean | undefined>;
}
type Prefixed<P extends string> = { readonly [K in keyof Family as `${P}${K}`]: Family[K] };

/**
 * No member has a constant default: a signal's falls back to the general one, and that to what lib/config/otlp.ts
 * derives.
 */
function family<P extends string>(prefix: P, signal?: string): Prefixed<P> {
  const facts = (name: keyof Family, desc: string, example: string, general: string): Facts => ({
    group: 'exporter',
    docs: DOCS,
    example,
    desc: signal ? `${desc}, for ${signal} only` : desc,
    defaultText: signal ? `OTEL_EXPORTER_OTLP_${name}` : general,
  });
  const rows: Family = {
    ENDPOINT: entry(
      endpoint,
      facts(
        'ENDPOINT',
        signal
          ? 'Where to send to. Over HTTP the URL is used as it is'
          : 'Where to send to. Over HTTP /v1/traces, /v1/metrics and /v1/logs are appended',
        signal ? `https://otlp.example.com:4318/v1/${signal}` : 'http://collector:4317',
        'OTEL_EXPORTER_ENDPOINT',
      ),
    ),
    PROTOCOL: entry(
      choice<Protocol>(protocols, { http: 'http/protobuf' }),
      facts(
        'PROTOCOL',
        'grpc, http/protobuf or http/json',
        'http/protobuf',
        'http/protobuf if the endpoint has port 4318 or a path with /v1/, else grpc',
      ),
    ),
    HEADERS: entry(headers, {
      ...facts('HEADERS', 'Headers or gRPC metadata to send along, percent-encoded', 'api-key=secret', 'none'),
      secret: true,
    }),
    TIMEOUT: entry(
      timeout,
      facts('TIMEOUT', 'How long one export may take, in milliseconds; 0 is no limit', '5000', '10000'),
    ),
    COMPRESSION: entry(choice<Compression>(['gzip', 'none']), facts('COMPRESSION', 'gzip or none', 'gzip', 'none')),
    CERTIFICATE: entry(
      certificateFile,
      facts(
        'CERTIFICATE',
        'PEM file of the authority that signed the server’s certificate',
        '/etc/ssl/ca.pem',
        'those of Node.js',
      ),
    ),
    CLIENT_CERTIFICATE: entry(
      certificateFile,
      facts('CLIENT_CERTIFICATE', 'PEM file of the client certificate (mTLS)', '/etc/ssl/client.pem', 'none'),
    ),
    CLIENT_KEY: entry(keyFile, {
      ...facts('CLIENT_KEY', 'PEM file of the client’s private key (mTLS)', '/etc/ssl/client.key', 'none'),
      secret: true,
    }),
    INSECURE: entry(
      bool,
      facts(
        'INSECURE',
        'gRPC without TLS, if the endpoint has no scheme',
        'true',
        'true for loopback hosts, else false',
      ),
    ),
  };
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [prefix + name, row])) as Prefixed<P>;
}

/** The OTLP exporters. */
export const otlp = {
  OTEL_EXPORTER_ENDPOINT: entry(endpoint, {
    group: 'exporter',
    example: 'http://collector:4317',
    default: 'http://localhost:4317',
    desc: 'Where to send telemetry to, in one short name. The standard variables below win over it.',
  }),
  ...family('OTEL_EXPORTER_OTLP_'),
  ...family('OTEL_EXPORTER_OTLP_TRACES_', 'traces'),
  ...family('OTEL_EXPORTER_OTLP_METRICS_', 'metrics'),
  ...family('OTEL_EXPORTER_OTLP_LOGS_', 'logs'),
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: entry(choice(['cumulative', 'delta', 'lowmemory']), {
    group: 'exporter',
    example: 'delta',
    default: 'cumulative',
    docs: 'https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/',
    desc:
      'Whether counters and histograms report totals since the start (cumulative) or since the last ' +
      'report (delta).',
  }),
  OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: entry(
    choice(['explicit_bucket_histogram', 'base2_exponential_bucket_histogram']),
    {
      group: 'exporter',
      example: 'base2_exponential_bucket_histogram',
      default: 'explicit_bucket_histogram',
      docs: 'https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/',
      desc: 'The buckets of histograms: with bounds that are given, or exponential, which follow the values.',
    },
  ),
};
