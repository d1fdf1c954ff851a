import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { isGiven, type Config } from '../../config';
import { SIGNALS, type ExporterClient } from '../../export';
import { createSelfMetrics } from './self-metrics';
import { createThreadCounters, type ThreadCounters } from './thread-counters';

/** What firstlight reports of itself. */
export interface SelfObservation {
  readonly threadCounters: ThreadCounters;
  /**
   * The figures of the process as metrics; only if the exporter thread is this thread's, since they are one set for
   * all.
   */
  readonly selfMetrics?: () => ResourceMetrics['scopeMetrics'][number];
}

/** Observes if metrics and traces are exported; undefined if no one would hear of it. */
export function observeSelf(config: Config, exporter: ExporterClient): SelfObservation | undefined {
  const exported = SIGNALS.filter((signal) => config.otlp[signal].exporters.includes('otlp'));
  if (!exported.includes('metrics')) return undefined;
  const threadCounters = createThreadCounters(exporter);
  if (exporter.isShared) return { threadCounters };
  const isSet = (name: 'OTEL_BSP_MAX_QUEUE_SIZE' | 'OTEL_BLRP_MAX_QUEUE_SIZE') =>
    isGiven(config.sources[name]) ? config[name] : undefined;
  const selfMetrics = createSelfMetrics({
    endpoints: Object.fromEntries(exported.map((signal) => [signal, config.otlp[signal]])),
    counts: exporter.counts,
    durations: exporter.durations,
    selfCounts: exporter.selfCounts,
    temporality: config.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE as 'cumulative',
    capacity: { traces: isSet('OTEL_BSP_MAX_QUEUE_SIZE'), logs: isSet('OTEL_BLRP_MAX_QUEUE_SIZE') },
  });
  return {
    threadCounters,
    selfMetrics() {
      threadCounters.flush();
      return selfMetrics();
    },
  };
}
