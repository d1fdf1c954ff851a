import type { ExportBatch } from './batch';
import type { SignalQueue } from './signal-queue';
import type { Signal } from '../protocol';
import { DROP_PRIORITIES, signalOf, type DropPriority } from './drop-priority';

export interface QueueLimitOptions {
  readonly queues: ReadonlyMap<Signal, SignalQueue>;
  /** How many items of a signal may wait, if configured. */
  readonly maxItems: Partial<Record<Signal, number>>;
  /** Whether there are more bytes than allowed. */
  readonly isFull: () => boolean;
  /** Flushes the batchers into their queues, so that everything that can be dropped is there. */
  readonly collect: () => void;
  /** A batch was dropped. */
  readonly onDrop: (priority: DropPriority, batch: ExportBatch) => void;
}

/** Returns a function that enforces the limits: it drops waiting batches, by priority, the oldest first. */
export function createQueueLimit({ queues, maxItems, isFull, collect, onDrop }: QueueLimitOptions): () => void {
  const dropWhile = (priority: DropPriority, isOver: () => boolean): void => {
    const queue = queues.get(signalOf(priority));
    while (queue && isOver()) {
      const batch = queue.dropOldest(queue.signal === 'logs' ? priority === 'minor_logs' : undefined);
      if (!batch) return;
      onDrop(priority, batch);
    }
  };
  return () => {
    for (const priority of DROP_PRIORITIES) {
      const signal = signalOf(priority);
      const most = maxItems[signal];
      if (most !== undefined) dropWhile(priority, () => (queues.get(signal)?.waitingItems ?? 0) > most);
    }
    if (!isFull()) return;
    collect();
    for (const priority of DROP_PRIORITIES) dropWhile(priority, isFull);
  };
}
