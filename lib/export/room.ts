import type { Batch } from './batch';
import type { Lane } from './lane';
import type { Signal } from './protocol';
import { RANKS, signalOf, type Rank } from './rank';

export interface RoomOptions {
  readonly lanes: ReadonlyMap<Signal, Lane>;
  /** How many items of a signal may wait, where somebody set it. */
  readonly maxItems: Partial<Record<Signal, number>>;
  /** Whether there are more bytes than there may be. */
  readonly isFull: () => boolean;
  /** Brings batches that are being made to their lanes, so that all that could be given up is there. */
  readonly collect: () => void;
  /** A batch was given up. */
  readonly onDrop: (rank: Rank, batch: Batch) => void;
}

/**
 * Keeps the bounds. Returns what makes room: it gives up batches that wait, rank by rank, the oldest of a rank first.
 */
export function createRoom({ lanes, maxItems, isFull, collect, onDrop }: RoomOptions): () => void {
  const give = (rank: Rank, isOver: () => boolean): void => {
    const lane = lanes.get(signalOf(rank));
    while (lane && isOver()) {
      const batch = lane.dropOldest(lane.signal === 'logs' ? rank === 'minor_logs' : undefined);
      if (!batch) return;
      onDrop(rank, batch);
    }
  };
  return () => {
    for (const rank of RANKS) {
      const signal = signalOf(rank);
      const most = maxItems[signal];
      if (most !== undefined) give(rank, () => (lanes.get(signal)?.waitingItems ?? 0) > most);
    }
    if (!isFull()) return;
    collect();
    for (const rank of RANKS) give(rank, isFull);
  };
}
