import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import { partialSuccessOf, type PartialSuccess } from './response';
import type { ExportBatch } from '../queue/batch';
import type { Signal, SignalTarget } from '../protocol';

/**
 * Loads the exporter of the target's protocol and makes its delegate, on a connection of its own after the first.
 * Throws if a certificate file cannot be read. `onPartial` receives what the collector says about requests that it
 * accepted.
 */
export function createDelegate(
  signal: Signal,
  target: SignalTarget,
  userAgent: string,
  onPartial: (partial: PartialSuccess) => void,
): IOtlpExportDelegate<ExportBatch> {
  const onAnswer = (answer: Uint8Array) => {
    const partial =
      answer.length > 0 && partialSuccessOf(answer, target.protocol === 'http/json' ? 'json' : 'protobuf');
    if (partial) onPartial(partial);
  };
  if (target.protocol === 'grpc')
    return (require('firstlight:./grpc-delegate.js') as typeof import('./grpc-delegate')).createGrpcDelegate(
      signal,
      target,
      userAgent,
      onAnswer,
    );
  return (require('firstlight:./http-delegate.js') as typeof import('./http-delegate')).createHttpDelegate(
    target,
    userAgent,
    onAnswer,
  );
}
