/** OTLP over HTTP, as a bundle of its own. */
import { createOtlpNetworkExportDelegate, type IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import { createOtlpHttpExporterMetrics } from '@opentelemetry/otlp-exporter-base/node-http';
import { CONCURRENCY, counting, identity, type ExportBatch } from '../queue/batch';
import { createAgent } from './http-agent';
import { createHttpTransport } from './http-transport';
import type { SignalTarget } from '../protocol';

/**
 * The OTLP exporter package's delegate for one signal, over a transport that returns more details. Certificates are
 * read here, for as long as it lives.
 */
export function createHttpDelegate(
  target: SignalTarget,
  userAgent: string,
  onAnswer: (answer: Uint8Array) => void,
): IOtlpExportDelegate<ExportBatch> {
  const { url, headers, compression, timeoutMs } = target;
  const contentType = target.protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
  const transport = createHttpTransport({
    url,
    compression,
    agent: createAgent(target),
    headers: { 'User-Agent': `${userAgent} OTel-OTLP-Exporter-JavaScript`, ...headers, 'Content-Type': contentType },
  });
  const options = { timeoutMillis: timeoutMs, concurrencyLimit: CONCURRENCY, compression: compression as never };
  return createOtlpNetworkExportDelegate<ExportBatch, object>(
    options,
    identity(onAnswer),
    createOtlpHttpExporterMetrics('otlp_http_exporter', counting, url, undefined),
    transport,
  );
}
