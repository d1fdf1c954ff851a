import { isMainThread, threadId } from 'node:worker_threads';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';

/**
 * Metrics as this thread reports them. Threads of a process share their resource, so a worker's series have its
 * `thread.id`: otherwise each thread's counter would overwrite the others'. It is an attribute of the points because
 * backends that make labels of those know nothing of the resource's.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/thread/
 */
export function withThread(
  metrics: ResourceMetrics,
  id: number | undefined = isMainThread ? undefined : threadId,
): ResourceMetrics {
  if (id === undefined) return metrics;
  return {
    ...metrics,
    scopeMetrics: metrics.scopeMetrics.map((scope) => ({
      ...scope,
      metrics: scope.metrics.map(
        (metric) =>
          ({
            ...metric,
            dataPoints: metric.dataPoints.map((point) => ({
              ...point,
              attributes: { ...point.attributes, 'thread.id': id },
            })),
          }) as typeof metric,
      ),
    })),
  };
}
