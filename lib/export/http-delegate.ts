/** OTLP over HTTP, as a bundle of its own. */
import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import { createOtlpHttpExportDelegate, httpAgentFactoryFromOptions } from '@opentelemetry/otlp-exporter-base/node-http';
import { CONCURRENCY, counting, identity, readPem, type Batch } from './batch';
import type { SignalTarget } from './protocol';

/** The OTLP exporter package's delegate for one signal: its transport, TLS, compression, retries and deadlines. Certificates are read here, once. */
export function createHttpDelegate(target: SignalTarget, userAgent: string): IOtlpExportDelegate<Batch> {
  const tls = { ca: readPem(target.certificate), key: readPem(target.clientKey), cert: readPem(target.clientCertificate) };
  const contentType = target.protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
  const options = {
    url: target.url, timeoutMillis: target.timeoutMs, concurrencyLimit: CONCURRENCY, compression: target.compression as never, userAgent,
    headers: async () => ({ ...target.headers, 'Content-Type': contentType }),
    agentFactory: httpAgentFactoryFromOptions({ keepAlive: true, ...tls }),
  };
  return createOtlpHttpExportDelegate<Batch, object>(options, identity, 'otlp_http_exporter', counting, undefined);
}
