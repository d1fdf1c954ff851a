import type { MetricReader, ResourceMetrics } from '@opentelemetry/sdk-metrics';

type ScopeMetrics = ResourceMetrics['scopeMetrics'][number];
type Metric = ScopeMetrics['metrics'][number];

/** What of the SDK's state the last collection needs. Private there, so a test holds it against the pinned version. */
interface Collector {
  readonly _sharedState: {
    readonly resource: ResourceMetrics['resource'];
    readonly meterSharedStates: ReadonlyMap<
      string,
      {
        readonly _instrumentationScope: ScopeMetrics['scope'];
        readonly metricStorageRegistry: {
          getStorages(
            collector: Collector,
          ): { collect(collector: Collector, time: [number, number]): Metric | undefined }[];
        };
      }
    >;
  };
}

/**
 * Collects what a reader's instruments have counted, at once. The SDK collects in promises, because observable
 * instruments may be asynchronous, and inside an `exit` handler no promise goes on: the requests of the last interval
 * before `process.exit` or a crash would be missing. Observable instruments keep what they reported last. Undefined if
 * there is nothing, or if the SDK looks different inside.
 */
export function collectAtOnce(reader: MetricReader): ResourceMetrics | undefined {
  const collector = (reader as unknown as { _sdkMetricProducer?: Collector })._sdkMetricProducer;
  if (!collector?._sharedState?.meterSharedStates) return undefined;
  const now = Date.now();
  const time: [number, number] = [Math.trunc(now / 1000), (now % 1000) * 1e6];
  const scopeMetrics: ScopeMetrics[] = [];
  for (const {
    _instrumentationScope: scope,
    metricStorageRegistry,
  } of collector._sharedState.meterSharedStates.values()) {
    const metrics = metricStorageRegistry
      .getStorages(collector)
      .flatMap((storage) => storage.collect(collector, time) ?? []);
    if (metrics.length > 0) scopeMetrics.push({ scope, metrics });
  }
  return scopeMetrics.length > 0 ? { resource: collector._sharedState.resource, scopeMetrics } : undefined;
}
