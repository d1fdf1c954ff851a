import { elapsed } from '../../clock';
import type { ExportBatch } from '../queue/batch';
import type { Durations } from './durations';
import type { Signal } from '../protocol';
import { endOf } from '../otlp/classify-error';

/**
 * Measures exports as the conventions have it: one for each batch, from its first try to the end of its last one, with
 * the waits in between; it ends as its last try did.
 * https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/#metric-otelsdkexporteroperationduration
 */
export interface ExportTimer {
  begin(batch: ExportBatch): void;
  /** A try has failed, and it is not the last one unless the batch is given up meanwhile. */
  failed(batch: ExportBatch, error: unknown): void;
  /** The collector has refused items of a request that it accepted; called just before `over`. */
  refusedSome(signal: Signal): void;
  /** The last try is over, or the batch was given up after one. */
  over(signal: Signal, batch: ExportBatch, error?: unknown): void;
}

/** Creates the timer of all signals. */
export function createExportTimer(durations: Pick<Durations, 'add'>, now: () => number = elapsed): ExportTimer {
  const running = new WeakMap<ExportBatch, { readonly since: number; end: string }>();
  const partial = new Set<Signal>();
  return {
    begin(batch) {
      const timing = running.get(batch);
      if (timing) timing.end = '';
      else running.set(batch, { since: now(), end: '' });
    },
    failed(batch, error) {
      const timing = running.get(batch);
      if (timing) timing.end = endOf(error);
    },
    refusedSome: (signal) => void partial.add(signal),
    over(signal, batch, error) {
      const timing = running.get(batch);
      if (!timing) return;
      running.delete(batch);
      durations.add(
        signal,
        partial.delete(signal) ? 'partial_success' : error === undefined ? timing.end : endOf(error),
        (now() - timing.since) / 1000,
      );
    },
  };
}
