import type { Notice } from './protocol';
import type { Rank } from './rank';

/** How long drops are added up before the main thread hears of them, in ms. */
const DELAY_MS = 100;

/** Adds up what is given up: where there is no room, a notice for each batch would be one load more. */
export interface Drops {
  add(rank: Rank, items: number): void;
  /** Tells now what was not told. */
  flush(): void;
}

/** Creates the sum. */
export function createDrops(notify: (notice: Notice) => void): Drops {
  let dropped: Partial<Record<Rank, number>> = {};
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const items = Object.values(dropped).reduce((sum, each) => sum + each, 0);
    if (items > 0) notify({ code: 'FL_EXPORT_DROPPED', items, dropped });
    dropped = {};
  };
  return {
    add(rank, items) {
      dropped[rank] = (dropped[rank] ?? 0) + items;
      timer ??= setTimeout(flush, DELAY_MS);
    },
    flush,
  };
}
