/** OTLP over gRPC, as a bundle of its own: gRPC is most of what the exporter thread can load, and HTTP does without. */
import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import { createEmptyMetadata, createInsecureCredentials, createOtlpGrpcExportDelegate, createSslCredentials } from '@opentelemetry/otlp-grpc-exporter-base';
import { CONCURRENCY, counting, identity, readPem, type Batch } from './batch';
import type { Signal, SignalTarget } from './protocol';

const SERVICES: Record<Signal, readonly [string, string]> = {
  traces: ['TraceExportService', '/opentelemetry.proto.collector.trace.v1.TraceService/Export'],
  logs: ['LogsExportService', '/opentelemetry.proto.collector.logs.v1.LogsService/Export'],
  metrics: ['MetricsExportService', '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export'],
};

/** The OTLP exporter package's delegate for one signal: its transport, TLS, compression and deadlines. Certificates are read here, once. */
export function createGrpcDelegate(signal: Signal, target: SignalTarget, userAgent: string): IOtlpExportDelegate<Batch> {
  const [scheme, host = ''] = target.url.split('://');
  const metadata = createEmptyMetadata();
  for (const [name, value] of Object.entries(target.headers)) metadata.set(name, value);
  const credentials = scheme === 'https' ? createSslCredentials(readPem(target.certificate), readPem(target.clientKey), readPem(target.clientCertificate)) : createInsecureCredentials();
  const [name, path] = SERVICES[signal];
  const options = {
    // The text, not URL's host: that leaves out port 80, which gRPC does not take for granted.
    url: scheme === 'unix' ? target.url : host.replace(/\/.*$/, ''), timeoutMillis: target.timeoutMs, concurrencyLimit: CONCURRENCY, compression: target.compression as never,
    metadata: () => metadata, credentials: () => credentials, userAgent,
  };
  return createOtlpGrpcExportDelegate<Batch, object>(options, identity, 'otlp_grpc_exporter', counting, undefined, name, path);
}
