/** OTLP over gRPC, as a bundle of its own: gRPC is most of what the exporter thread can load, and HTTP does without. */
import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import {
  createEmptyMetadata,
  createInsecureCredentials,
  createOtlpGrpcExportDelegate,
  createSslCredentials,
} from '@opentelemetry/otlp-grpc-exporter-base';
import { EXPORT_METHODS } from '../../otlp';
import { CONCURRENCY, counting, identity, readPem, type ExportBatch } from '../queue/batch';
import type { Signal, SignalTarget } from '../protocol';

type Credentials = ReturnType<typeof createInsecureCredentials>;

/** The names that the exporter package has for its services. */
const SERVICES: Record<Signal, string> = {
  traces: 'TraceExportService',
  logs: 'LogsExportService',
  metrics: 'MetricsExportService',
};

/** The OTLP exporter package's delegate for one signal: its transport, TLS, compression and deadlines. */
export function createGrpcDelegate(
  signal: Signal,
  target: SignalTarget,
  userAgent: string,
  onAnswer: (answer: Uint8Array) => void,
): IOtlpExportDelegate<ExportBatch> {
  const [scheme, host = ''] = target.url.split('://');
  const metadata = createEmptyMetadata();
  for (const [name, value] of Object.entries(target.headers)) metadata.set(name, value);
  const credentials = connectionOf(signal, target);
  const options = {
    // The text, not URL's host: that leaves out port 80, which gRPC does not take for granted.
    url: scheme === 'unix' ? target.url : host.replace(/\/.*$/, ''),
    timeoutMillis: target.timeoutMs,
    concurrencyLimit: CONCURRENCY,
    compression: target.compression as never,
    metadata: () => metadata,
    credentials: () => credentials,
    userAgent,
  };
  return createOtlpGrpcExportDelegate<ExportBatch, object>(
    options,
    identity(onAnswer),
    'otlp_grpc_exporter',
    counting,
    undefined,
    SERVICES[signal],
    EXPORT_METHODS[signal],
  );
}

const newest = new Map<string, Credentials>();
const used = new Map<Signal, Credentials>();

/**
 * gRPC shares a connection between clients whose credentials are equal: the signals of one endpoint share theirs. A
 * signal that comes a second time found its connection dead, and gets another: gRPC itself would keep one that no
 * longer answers for as long as the kernel does, a quarter of an hour, and would wait up to two minutes between two
 * attempts to connect. Certificates are read anew then.
 */
function connectionOf(signal: Signal, { url, certificate, clientKey, clientCertificate }: SignalTarget): Credentials {
  const key = JSON.stringify([url, certificate, clientKey, clientCertificate]);
  let credentials = newest.get(key);
  if (!credentials || used.get(signal) === credentials) {
    const made = url.startsWith('https:')
      ? createSslCredentials(readPem(certificate), readPem(clientKey), readPem(clientCertificate))
      : createInsecureCredentials();
    credentials = Object.assign(made, { _equals: (other: unknown) => other === made });
    newest.set(key, credentials);
  }
  used.set(signal, credentials);
  return credentials;
}
