import type { ExporterClient } from './client';
import type { BatchCommand } from './protocol';

/** What is left when the exporter thread is no more. */
export interface Loss {
  readonly error: unknown;
  /** Items that the thread was given, and has not settled. */
  readonly items: number;
}

/**
 * The client of the exporter thread for as long as there is one, and another client's afterwards. What the thread was
 * not given yet goes to that one.
 * @param start Starts the thread; it calls `lose` if the thread cannot be started, or has died.
 * @param fallback Returns the client that takes over; undefined if nothing does.
 */
export function withFallback(
  start: (lose: (error: unknown, left: readonly BatchCommand[], items: number) => void) => ExporterClient,
  fallback: (loss: Loss) => ExporterClient | undefined,
): ExporterClient {
  const first = start((error, left, items) => {
    const next = fallback({ error, items });
    if (!next) return;
    current = next;
    for (const batch of left) next.send(batch.signal, batch.bytes, batch.items, batch.isMinor);
  });
  let current = first;
  return {
    get isShared() {
      return current.isShared;
    },
    get isInAppThread() {
      return current.isInAppThread;
    },
    get resource() {
      return current.resource;
    },
    protocolOf: (signal) => current.protocolOf(signal),
    send: (signal, bytes, items, isMinor) => current.send(signal, bytes, items, isMinor),
    snapshot: (bytes, items, replaces) => current.snapshot(bytes, items, replaces),
    hold: (spans) => current.hold(spans),
    keep: (traceId) => current.keep(traceId),
    flush: (deadlineMs) => current.flush(deadlineMs),
    acknowledged: (deadlineMs) => current.acknowledged(deadlineMs),
    undelivered: () => current.undelivered(),
    stored: () => current.stored(),
    settled: () => current.settled(),
    counts: (signal) => current.counts(signal),
    countSelf: (name, count) => current.countSelf(name, count),
    selfCounts: () => current.selfCounts(),
    durations: (signal) => current.durations(signal),
    shareHandle: (resource) => current.shareHandle(resource),
    onFlush: (settle) => current.onFlush(settle),
    threadStarts: () => current.threadStarts(),
    threadEnded: (threadId) => current.threadEnded(threadId),
    close() {
      first.close();
      if (current !== first) current.close();
    },
  };
}
