import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Config } from '../../config';
import { SIGNALS, type ExporterClient } from '../../export';
import { createFigures } from './figures';
import { createTallies, type Tallies } from './tally';

/** What firstlight reports of itself. */
export interface SelfObservation {
  readonly tallies: Tallies;
  /**
   * The figures of the process as metrics; only if the exporter thread is this thread's, since they are one set for
   * all.
   */
  readonly figures?: () => ResourceMetrics['scopeMetrics'][number];
}

/** Observes if metrics and traces are exported; undefined if no one would hear of it. */
export function observeSelf(config: Config, exporter: ExporterClient): SelfObservation | undefined {
  const exported = SIGNALS.filter((signal) => config.otlp[signal].exporters.includes('otlp'));
  if (!exported.includes('metrics')) return undefined;
  const tallies = createTallies(exporter);
  if (exporter.isShared) return { tallies };
  const isSet = (name: 'OTEL_BSP_MAX_QUEUE_SIZE' | 'OTEL_BLRP_MAX_QUEUE_SIZE') =>
    config.sources[name] === 'environment' ? config[name] : undefined;
  const figures = createFigures({
    endpoints: Object.fromEntries(exported.map((signal) => [signal, config.otlp[signal]])),
    counts: exporter.counts,
    durations: exporter.durations,
    tallies: exporter.selfCounts,
    temporality: config.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE as 'cumulative',
    capacity: { traces: isSet('OTEL_BSP_MAX_QUEUE_SIZE'), logs: isSet('OTEL_BLRP_MAX_QUEUE_SIZE') },
  });
  return {
    tallies,
    figures() {
      tallies.flush();
      return figures();
    },
  };
}
