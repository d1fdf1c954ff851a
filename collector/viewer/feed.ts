// Sends pages what changes, as server-sent events. A page that does not keep up gets less, and starts afresh when it is
// back: nothing piles up.
import type { ServerResponse } from 'node:http';
import type { LogEntry } from '../decode/records';
import type { Store } from '../store/store';
import { countsOf } from './counts';
import { logLine } from './log-lines';
import type { TraceIndex } from './traces';
import type { WireChange, WireCounts, WireHello, WireLog } from './wire';

/** How long changes are gathered, in milliseconds. */
const DEBOUNCE_MS = 200;
/** A page that is so many bytes behind is skipped until it has caught up. */
const MAX_BEHIND = 8 * 1024 * 1024;
/** Traces or log lines of one event; and log lines that a new page is reported. */
const [MAX_CHUNK, MAX_OLD_LOGS] = [1000, 5000];
/** Pages at once; a browser opens six connections to a host. */
const MAX_PAGES = 16;

interface Page {
  /** Whether it has missed something. */
  behind: boolean;
  /** What waits for it to read on. */
  onDrain?: () => void;
}

export interface Feed {
  /** Takes a response over; false if there are too many. */
  open(response: ServerResponse): boolean;
  close(): void;
}

/** Creates the feed of a store. */
export function createFeed(store: Store, index: TraceIndex, hello: WireHello): Feed {
  const pages = new Map<ServerResponse, Page>();
  let newLogs: LogEntry[] = [];
  let seq = store.logs.length;
  let timer: NodeJS.Timeout | undefined;

  const counts = (): WireCounts => countsOf(store);
  const send = (response: ServerResponse, event: string, data: WireChange | WireHello): void =>
    void response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

  function schedule(): void {
    if (pages.size === 0) newLogs = [];
    else timer ??= setTimeout(flush, DEBOUNCE_MS).unref();
  }

  function flush(): void {
    timer = undefined;
    const { traces, gone } = index.changes();
    const logs = newLogs.slice(-MAX_OLD_LOGS).map((entry, at, all) => logLine(entry, seq - all.length + at));
    newLogs = [];
    for (const [response, page] of pages) {
      if (page.behind) continue;
      sendTo(response, page, traces, logs, gone);
    }
  }

  /** In portions, so that neither side chokes on one of them. */
  function sendTo(
    response: ServerResponse,
    page: Page,
    traces: WireChange['traces'] & object,
    logs: WireLog[],
    gone: string[],
  ): void {
    for (let at = 0; at === 0 || at < Math.max(traces.length, logs.length, gone.length); at += MAX_CHUNK) {
      if (response.writableLength > MAX_BEHIND) {
        page.behind = true;
        page.onDrain = () => void greet(response, page);
        return;
      }
      const [some, lines, left] = [
        traces.slice(at, at + MAX_CHUNK),
        logs.slice(at, at + MAX_CHUNK),
        gone.slice(at, at + MAX_CHUNK),
      ];
      send(response, 'change', {
        ...(some.length > 0 && { traces: some }),
        ...(lines.length > 0 && { logs: lines }),
        ...(left.length > 0 && { gone: left }),
        counts: counts(),
      });
    }
  }

  /**
   * Everything, from the start; slowly if the page reads slowly. What changes meanwhile is reported as well: a page
   * keeps the newest of each trace.
   */
  async function greet(response: ServerResponse, page: Page): Promise<void> {
    if (!pages.has(response)) return;
    page.behind = false;
    send(response, 'hello', hello);
    const old = store.logs.slice(-MAX_OLD_LOGS);
    const logs = old.map((entry, at) => logLine(entry, seq - old.length + at));
    const ids = index.ids();
    for (let at = 0; at === 0 || at < Math.max(ids.length, logs.length); at += MAX_CHUNK) {
      if (!pages.has(response) || page.behind) return;
      send(response, 'change', {
        traces: index.get(ids.slice(at, at + MAX_CHUNK)),
        logs: logs.slice(at, at + MAX_CHUNK),
        counts: counts(),
      });
      if (response.writableNeedDrain) await new Promise<void>((resolve) => (page.onDrain = resolve));
    }
  }

  const undo = [
    store.on('spans', schedule),
    store.onLeaving('spans', schedule),
    store.on('metrics', schedule),
    store.on('logs', (entries) => {
      seq += entries.length;
      for (const entry of entries) newLogs.push(entry);
      if (newLogs.length > 2 * MAX_OLD_LOGS) newLogs = newLogs.slice(-MAX_OLD_LOGS);
      schedule();
    }),
  ];

  return {
    open(response) {
      if (pages.size >= MAX_PAGES) return false;
      // What no one was reported is in the greeting.
      if (pages.size === 0) index.changes();
      const page: Page = { behind: false };
      const leave = (): void => {
        pages.delete(response);
        page.onDrain?.();
      };
      pages.set(response, page);
      response.on('drain', () => {
        const next = page.onDrain;
        delete page.onDrain;
        next?.();
      });
      response.on('close', leave).on('error', leave);
      void greet(response, page);
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
