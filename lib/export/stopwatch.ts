import { elapsed } from '../clock';
import type { Batch } from './batch';
import type { Durations } from './durations';
import type { Signal } from './protocol';
import { endOf } from './verdict';

/**
 * Measures exports as the conventions have it: one for each batch, from its first try to the end of its last one, with
 * the waits in between; it ends as its
 * last try did. https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/#metric-otelsdkexporteroperationduration
 */
export interface Stopwatch {
  begin(batch: Batch): void;
  /** A try has failed, and it is not the last one unless the batch is given up meanwhile. */
  failed(batch: Batch, error: unknown): void;
  /** The collector has refused items of a request that it took; told in the moment before that is over. */
  refusedSome(signal: Signal): void;
  /** The last try is over, or the batch was given up after one. */
  over(signal: Signal, batch: Batch, error?: unknown): void;
}

/** Creates the measuring of all signals. */
export function createStopwatch(durations: Pick<Durations, 'add'>, now: () => number = elapsed): Stopwatch {
  const running = new WeakMap<Batch, { readonly since: number; end: string }>();
  const partial = new Set<Signal>();
  return {
    begin(batch) {
      const watch = running.get(batch);
      if (watch) watch.end = '';
      else running.set(batch, { since: now(), end: '' });
    },
    failed(batch, error) {
      const watch = running.get(batch);
      if (watch) watch.end = endOf(error);
    },
    refusedSome: (signal) => void partial.add(signal),
    over(signal, batch, error) {
      const watch = running.get(batch);
      if (!watch) return;
      running.delete(batch);
      durations.add(
        signal,
        partial.delete(signal) ? 'partial_success' : error === undefined ? watch.end : endOf(error),
        (now() - watch.since) / 1000,
      );
    },
  };
}
