// What arrives during the trial, counted as it comes: the store keeps the newest only.
import type { Store } from '../../../collector';

export interface Received {
  readonly spans: number;
  readonly traces: number;
  readonly spanIds: ReadonlySet<string>;
  /** Spans by the instrumentation that made them. */
  readonly scopes: ReadonlyMap<string, number>;
  readonly logs: number;
  /** Names of metrics. */
  readonly metrics: ReadonlySet<string>;
}

export function countReceived(store: Store): Received {
  const [spanIds, traceIds, metrics] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const scopes = new Map<string, number>();
  let [spans, logs] = [0, 0];
  store.on('spans', (records) => {
    spans += records.length;
    for (const { spanId, traceId, scope } of records) {
      spanIds.add(spanId);
      traceIds.add(traceId);
      scopes.set(scope.name, (scopes.get(scope.name) ?? 0) + 1);
    }
  });
  store.on('logs', (records) => {
    logs += records.length;
  });
  store.on('metrics', (records) => {
    for (const { name } of records) metrics.add(name);
  });
  return {
    spanIds,
    scopes,
    metrics,
    get spans() {
      return spans;
    },
    get traces() {
      return traceIds.size;
    },
    get logs() {
      return logs;
    },
  };
}
