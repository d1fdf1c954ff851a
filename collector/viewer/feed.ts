// Says to pages that something changed, as server-sent events; what changed they ask for. A page that does not read is
// left alone until it does: nothing piles up.
import type { ServerResponse } from 'node:http';
import type { Search } from '../search/search';
import type { Store } from '../store/store';
import { countsOf } from './counts';
import type { WireChange, WireHello } from './wire';

/** How long changes are gathered, in milliseconds. */
const DEBOUNCE_MS = 200;
/** IDs of changed traces in one event; of more a page asks for all that it shows. */
const MAX_IDS = 200;
/** Pages at once; a browser opens six connections to a host. */
const MAX_PAGES = 16;

export interface Feed {
  /** Takes a response over; false if there are too many. */
  open(response: ServerResponse): boolean;
  close(): void;
}

/** Creates the feed of a store. */
export function createFeed(store: Store, search: Search, hello: WireHello): Feed {
  /** Pages, and whether each has missed something. */
  const pages = new Map<ServerResponse, { isBehind: boolean }>();
  let timer: NodeJS.Timeout | undefined;

  const send = (response: ServerResponse, event: string, data: WireChange | WireHello): void =>
    void response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const change = (traces?: string[]): WireChange => ({
    counts: countsOf(store),
    next: search.next(),
    ...(traces && traces.length <= MAX_IDS && { traces }),
  });

  function schedule(): void {
    if (pages.size > 0) timer ??= setTimeout(flush, DEBOUNCE_MS).unref();
  }

  function flush(): void {
    timer = undefined;
    const news = change(search.changes());
    for (const [response, page] of pages) {
      if (response.writableNeedDrain) page.isBehind = true;
      else send(response, 'change', news);
    }
  }

  const undo = (['spans', 'logs', 'metrics'] as const).flatMap((event) => [
    store.on(event, schedule),
    store.onLeaving(event, schedule),
  ]);

  return {
    open(response) {
      if (pages.size >= MAX_PAGES) return false;
      if (pages.size === 0) search.changes();
      const page = { isBehind: false };
      const leave = (): void => void pages.delete(response);
      pages.set(response, page);
      response.on('drain', () => {
        if (!page.isBehind) return;
        page.isBehind = false;
        send(response, 'change', change());
      });
      response.on('close', leave).on('error', leave);
      send(response, 'hello', hello);
      send(response, 'change', change());
      return true;
    },
    close() {
      clearTimeout(timer);
      for (const each of undo) each();
      for (const response of pages.keys()) response.end();
      pages.clear();
    },
  };
}
