import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import type { Batch } from './batch';
import type { Signal, SignalTarget } from './protocol';

/** Loads the exporter of the target's protocol and makes its delegate. Throws where a certificate file cannot be read. */
export function createDelegate(signal: Signal, target: SignalTarget, userAgent: string): IOtlpExportDelegate<Batch> {
  if (target.protocol === 'grpc') return (require('firstlight:./grpc-delegate.js') as typeof import('./grpc-delegate')).createGrpcDelegate(signal, target, userAgent);
  return (require('firstlight:./http-delegate.js') as typeof import('./http-delegate')).createHttpDelegate(target, userAgent);
}
