import type { MetricReader, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type * as Http from 'node:http';
import type { AddressInfo } from 'node:net';
import type * as Official from '@opentelemetry/exporter-prometheus';
import { createNameFilter, type CardinalityLimits, type PrometheusSettings } from '../../config';
import { limitOf } from './views';
import { loadLazyBundle } from '../instrumentations/lazy-bundle';

export interface PrometheusOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** What is written besides the metrics themselves. Default: scope and target, no labels of the resource. */
  readonly settings?: PrometheusSettings;
  /** How many attribute sets an instrument may have. Default: 2000. */
  readonly cardinality?: CardinalityLimits;
  /** Called once the metrics can be read. */
  readonly onListening: (url: string) => void;
  /** Called if the port is not free, and for metrics that cannot be written. Never throws into the app. */
  readonly onError: (error: unknown) => void;
}

const PATH = '/metrics';
/** https://prometheus.io/docs/instrumenting/exposition_formats/#basic-info */
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

const servers = new WeakSet<object>();

/** Whether a server is the one that shows our metrics: its requests are not the app's. */
export const isMetricsServer = (server: object): boolean => servers.has(server);

/**
 * Serves the metrics of this process as text, at the path `/metrics`, by the official exporter. Neither the
 * server nor a connection to it keeps the process alive. See
 * https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/prometheus/
 */
export function createPrometheusReader(options: PrometheusOptions): MetricReader {
  const { PrometheusExporter, PrometheusSerializer } = loadLazyBundle('prometheus') as typeof Official;
  // A server of the exporter's own would keep its connections open, and throw what it cannot write.
  const reader = new PrometheusExporter({ host: options.host, port: options.port, preventServerStart: true });
  const { cardinality, settings } = options;
  if (cardinality) reader.selectCardinalityLimit = (type) => limitOf(cardinality, type);
  const labels = settings?.constantLabels && createNameFilter(settings.constantLabels);
  const serializer = new PrometheusSerializer(
    '',
    false,
    // It asks for an expression, and only whether a name fits it.
    labels && ({ [Symbol.match]: (name: string) => (labels(name) ? [name] : null) } as unknown as RegExp),
    settings && !settings.targetInfo,
    settings && !settings.scopeInfo,
  );
  serve(options, async () => {
    const { resourceMetrics, errors } = await reader.collect();
    errors.forEach(options.onError);
    return serializer.serialize(resourceMetrics as ResourceMetrics);
  });
  return reader;
}

function serve({ host, port, onListening, onError }: PrometheusOptions, read: () => Promise<string>): void {
  const { createServer } = require('node:http') as typeof Http;
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] !== PATH) return void response.writeHead(404).end();
    read().then(
      (text) => response.writeHead(200, { 'content-type': CONTENT_TYPE }).end(text),
      (error: unknown) => {
        onError(error);
        response.writeHead(500).end();
      },
    );
  });
  servers.add(server);
  server.on('connection', (socket) => socket.unref());
  server.on('error', onError);
  // In a cluster each worker has metrics of its own: a port that they share would show those of any of them.
  server.listen({ host, port, exclusive: true }, () => {
    const { address, family, port: taken } = server.address() as AddressInfo;
    onListening(`http://${family === 'IPv6' ? `[${address}]` : address}:${taken}${PATH}`);
  });
  server.unref();
}
