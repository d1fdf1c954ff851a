import type { Counters } from '../report/counters';
import { SharedCell, type Command, type Signal } from '../protocol';
import { priorityOf, maxBytesInTransit } from './drop-priority';

export interface EnqueueOptions {
  readonly cells: Int32Array;
  readonly counters: Counters;
  readonly maxQueueBytes: number;
  readonly post: (command: Command) => void;
}

/**
 * Creates the function that enqueues batches, from any thread. The exporter thread limits the queue, but if it gets no
 * core to run on, what is in transit would grow without limit: then batches are dropped here.
 */
export function createEnqueue({
  cells,
  counters,
  maxQueueBytes,
  post,
}: EnqueueOptions): (signal: Signal, bytes: Uint8Array, items: number, isMinor?: boolean) => void {
  return (signal, bytes, items, isMinor) => {
    counters.add(signal, 'made', items);
    Atomics.add(cells, SharedCell.enqueued, items);
    const priority = priorityOf(signal, isMinor);
    const inTransit = Atomics.load(cells, SharedCell.transit);
    // Alone, one that is larger than all that may be in transit is no sign of a busy exporter thread.
    if (inTransit > 0 && inTransit + bytes.byteLength > maxBytesInTransit(priority, maxQueueBytes)) {
      counters.add(signal, 'dropped', items);
      Atomics.add(cells, SharedCell.settled, items);
      post({ kind: 'lost', priority, items });
      return;
    }
    Atomics.add(cells, SharedCell.transit, bytes.byteLength);
    post({ kind: 'batch', signal, bytes, items, isMinor });
  };
}
