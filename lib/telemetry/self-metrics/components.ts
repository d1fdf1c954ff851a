import type { Attributes } from '@opentelemetry/api';
import type { Protocol, Signal } from '../../export';

export interface Endpoint {
  readonly protocol: Protocol;
  readonly url: string;
}

/**
 * The attributes of what a signal goes through: https://opentelemetry.io/docs/specs/semconv/registry/attributes/otel/
 */
export interface Component {
  /** Absent for metrics, which have none. */
  readonly processor?: Attributes;
  readonly exporter: Attributes;
}

/** What the conventions call the items of each signal. */
export const NOUNS = {
  traces: { noun: 'span', unit: '{span}', plural: 'spans', exporter: 'span' },
  logs: { noun: 'log', unit: '{log_record}', plural: 'log records', exporter: 'log' },
  metrics: { noun: 'metric_data_point', unit: '{data_point}', plural: 'metric data points', exporter: 'metric' },
} as const satisfies Record<Signal, object>;

const WAYS: Record<Protocol, string> = {
  grpc: 'otlp_grpc',
  'http/protobuf': 'otlp_http',
  'http/json': 'otlp_http_json',
};

/** Names the processor and the exporter of a signal. */
export function componentsOf(signal: Signal, { protocol, url }: Endpoint): Component {
  const named = (type: string): Attributes => ({ 'otel.component.type': type, 'otel.component.name': `${type}/0` });
  const { noun, exporter } = NOUNS[signal];
  return {
    processor: signal === 'metrics' ? undefined : named(`batching_${noun}_processor`),
    exporter: { ...named(`${WAYS[protocol]}_${exporter}_exporter`), ...serverOf(url) },
  };
}

function serverOf(url: string): Attributes {
  const { protocol, hostname, port, pathname } = new URL(url);
  if (protocol === 'unix:') return { 'server.address': pathname };
  return {
    'server.address': hostname.replace(/^\[|\]$/g, ''),
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
  };
}
