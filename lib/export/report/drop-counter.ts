import type { Notice } from '../protocol';
import type { DropPriority } from '../queue/drop-priority';

/** How long drops are added up before they are reported to the main thread, in ms. */
const DELAY_MS = 100;

/** Adds up what is dropped: when the queue is full, a notice for each batch would be additional load. */
export interface DropCounter {
  add(priority: DropPriority, items: number): void;
  /** Reports now what was not reported. */
  flush(): void;
}

/** Creates the counter. */
export function createDropCounter(notify: (notice: Notice) => void): DropCounter {
  let dropped: Partial<Record<DropPriority, number>> = {};
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const items = Object.values(dropped).reduce((sum, each) => sum + each, 0);
    if (items > 0) notify({ code: 'FL_EXPORT_DROPPED', items, dropped });
    dropped = {};
  };
  return {
    add(priority, items) {
      dropped[priority] = (dropped[priority] ?? 0) + items;
      timer ??= setTimeout(flush, DELAY_MS);
    },
    flush,
  };
}
