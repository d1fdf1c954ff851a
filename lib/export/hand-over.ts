import type { Counters } from './counters';
import { Cell, type Command, type Signal } from './protocol';
import { rankOf, roomOnTheWay } from './rank';

export interface HandOverOptions {
  readonly cells: Int32Array;
  readonly counters: Counters;
  readonly maxQueueBytes: number;
  readonly post: (command: Command) => void;
}

/**
 * Creates what hands batches over, from any thread. The exporter thread keeps the bound of what waits, but where it
 * does not come to read, for it has no
 * core to run on, what is on its way would grow without one: then batches are given up here.
 */
export function createHandOver({
  cells,
  counters,
  maxQueueBytes,
  post,
}: HandOverOptions): (signal: Signal, bytes: Uint8Array, items: number, isMinor?: boolean) => void {
  return (signal, bytes, items, isMinor) => {
    counters.add(signal, 'made', items);
    Atomics.add(cells, Cell.handed, items);
    const rank = rankOf(signal, isMinor);
    if (Atomics.load(cells, Cell.transit) + bytes.byteLength > roomOnTheWay(rank, maxQueueBytes)) {
      counters.add(signal, 'dropped', items);
      Atomics.add(cells, Cell.settled, items);
      post({ kind: 'lost', rank, items });
      return;
    }
    Atomics.add(cells, Cell.transit, bytes.byteLength);
    post({ kind: 'batch', signal, bytes, items, isMinor });
  };
}
