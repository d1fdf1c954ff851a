/** OpenTelemetry's exporters over gRPC, as a bundle of its own. */
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import {
  createEmptyMetadata,
  createInsecureCredentials,
  createSslCredentials,
} from '@opentelemetry/otlp-grpc-exporter-base';
import { CONCURRENCY, readPem } from '../queue/batch';
import type { Signal, SignalTarget } from '../protocol';
import type { OfficialExporter } from './official-exporter';

export { listenForAnswers } from './encoded-requests';

const EXPORTERS = { traces: OTLPTraceExporter, logs: OTLPLogExporter, metrics: OTLPMetricExporter };
/** A number, so that the exporter does not look for it in the environment. */
const CUMULATIVE = 1;

export function createExporter(signal: Signal, target: SignalTarget, userAgent: string): OfficialExporter {
  const { url, headers, timeoutMs, compression, files } = target;
  const metadata = createEmptyMetadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const options = {
    url,
    metadata,
    credentials: url.startsWith('https:')
      ? createSslCredentials(
          readPem(target.certificate, files),
          readPem(target.clientKey, files),
          readPem(target.clientCertificate, files),
        )
      : createInsecureCredentials(),
    timeoutMillis: timeoutMs,
    compression: compression as never,
    concurrencyLimit: CONCURRENCY,
    userAgent,
    temporalityPreference: CUMULATIVE,
  };
  return new EXPORTERS[signal](options) as unknown as OfficialExporter;
}
