import type { EncodedRequest, listenForAnswers } from './encoded-requests';
import type { Signal, SignalTarget } from '../protocol';

/** What this uses of an exporter of OpenTelemetry's. */
export interface OfficialExporter {
  export(request: EncodedRequest, done: (result: { code: number; error?: Error }) => void): void;
  shutdown(): Promise<void>;
}

/** The exporters of one transport, each a bundle of its own. */
export interface OfficialExporters {
  /** Creates the exporter of a signal. Throws if a certificate file cannot be read. */
  createExporter(signal: Signal, target: SignalTarget, userAgent: string): OfficialExporter;
  readonly listenForAnswers: typeof listenForAnswers;
}
