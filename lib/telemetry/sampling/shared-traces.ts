/** How many are known at a time. */
const MOST = 10_000;

/** Where a trace came to this process, or began: by this thread, or by another one. */
type Origin = 'here' | 'elsewhere';

/** The traces of which several threads may have spans, the latest of them. */
export interface SharedTraces {
  /** What was noted first counts. */
  add(traceId: string, origin: Origin): void;
  get(traceId: string): Origin | undefined;
}

/** Creates the list, empty. */
export function createSharedTraces(): SharedTraces {
  const origins = new Map<string, Origin>();
  return {
    add(traceId, origin) {
      if (origins.has(traceId)) return;
      origins.set(traceId, origin);
      if (origins.size > MOST) origins.delete(origins.keys().next().value!);
    },
    get: (traceId) => origins.get(traceId),
  };
}
