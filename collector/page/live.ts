// What the server sends: that something changed, and how much there is. What is shown is asked for.
import { useEffect, useState } from 'preact/hooks';
import type { WireChange, WireCounts, WireHello } from '../viewer/wire';

export type Connection = 'connecting' | 'live' | 'paused' | 'lost';

interface Live {
  connection: Connection;
  hello: WireHello | undefined;
  counts: WireCounts;
  /** The numbers of the next trace and line; while paused, what comes after them is not shown. */
  next: WireChange['next'];
  /** Grows with every change. */
  version: number;
}

const NOTHING = { held: 0, leftOut: 0 };
export const live: Live = {
  connection: 'connecting',
  hello: undefined,
  counts: { spans: NOTHING, logs: NOTHING, metrics: NOTHING },
  next: { trace: 0, log: 0 },
  version: 0,
};
/** At which version a trace changed; absent for those that did not. */
const changedAt = new Map<string, number>();
let allChangedAt = 0;
const listeners = new Set<() => void>();
let source: EventSource | undefined;
let isDue = false;

/** Opens the feed; the browser opens it again after a gap by itself. */
export function connect(): void {
  source?.close();
  source = new EventSource('/api/events');
  set('connecting');
  source.addEventListener('hello', (event) => {
    live.hello = JSON.parse((event as MessageEvent<string>).data) as WireHello;
    set('live');
  });
  source.addEventListener('change', (event) => take(JSON.parse((event as MessageEvent<string>).data) as WireChange));
  source.addEventListener('full', () => {
    source?.close();
    set('lost');
  });
  source.addEventListener('error', () => set('lost'));
}

/** Stops what comes in, or goes on; what was missed is there then. */
export function togglePause(): void {
  if (live.connection === 'paused') return connect();
  source?.close();
  set('paused');
}

function set(connection: Connection): void {
  live.connection = connection;
  changed();
}

function take({ counts, next, traces }: WireChange): void {
  Object.assign(live, { counts, next });
  if (traces) for (const id of traces) changedAt.set(id, live.version + 1);
  if (!traces || changedAt.size > 10_000) {
    changedAt.clear();
    allChangedAt = live.version + 1;
  }
  changed();
}

/** Drawn at most once a frame, however much comes; a page in the background draws nothing. */
function changed(): void {
  live.version++;
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    for (const listener of listeners) listener();
  });
}

/** Grows whenever a trace changed. */
export const versionOf = (traceId: string): number => Math.max(allChangedAt, changedAt.get(traceId) ?? 0);

/** Draws a component again when something changes. */
export function useLive(): Live {
  const [, draw] = useState(0);
  useEffect(() => {
    const listener = (): void => draw(live.version);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return live;
}
