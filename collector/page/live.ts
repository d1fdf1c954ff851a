// What the server sends, as it comes: the newest of each trace, log lines, counts. Everything on the page is drawn from
// here.
import { useEffect, useState } from 'preact/hooks';
import type { WireChange, WireCounts, WireHello, WireLog, WireTrace } from '../viewer/wire';

/** Log lines that a page remembers; beyond, the oldest leave. */
const MAX_LOGS = 20_000;

export type Connection = 'connecting' | 'live' | 'paused' | 'lost';

interface Live {
  connection: Connection;
  hello: WireHello | undefined;
  /** The newest first. */
  traces: WireTrace[];
  logs: WireLog[];
  counts: WireCounts;
  /** Grows with every change. */
  version: number;
}

const NOTHING = { held: 0, leftOut: 0 };
const byId = new Map<string, WireTrace>();
export const live: Live = {
  connection: 'connecting',
  hello: undefined,
  traces: [],
  logs: [],
  counts: { spans: NOTHING, logs: NOTHING, metrics: NOTHING },
  version: 0,
};
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
    byId.clear();
    live.logs = [];
    set('live');
  });
  source.addEventListener('change', (event) => take(JSON.parse((event as MessageEvent<string>).data) as WireChange));
  source.addEventListener('full', () => {
    source?.close();
    set('lost');
  });
  source.addEventListener('error', () => set('lost'));
}

/** Stops what comes in, or goes on; what was missed is reported then. */
export function togglePause(): void {
  if (live.connection === 'paused') return connect();
  source?.close();
  set('paused');
}

function set(connection: Connection): void {
  live.connection = connection;
  changed();
}

function take({ traces = [], gone = [], logs = [], counts }: WireChange): void {
  for (const trace of traces) byId.set(trace.id, trace);
  for (const id of gone) byId.delete(id);
  if (logs.length > 0) live.logs = [...live.logs, ...logs].slice(-MAX_LOGS);
  if (counts) live.counts = counts;
  changed();
}

/** Drawn at most once a frame, however much comes; a page in the background draws nothing. */
function changed(): void {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    live.traces = [...byId.values()].sort((a, b) => b.startMs - a.startMs);
    live.version++;
    for (const listener of listeners) listener();
  });
}

/** A trace by its ID. */
export const traceOf = (id: string): WireTrace | undefined => byId.get(id);

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
