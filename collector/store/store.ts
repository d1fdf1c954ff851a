// The bounded in-memory store: the newest records of each of the three signals, and metrics as series over time. Each
// kind has a bound of its own; within it, the oldest leave first.
import type { LogEntry, MetricEntry, Signal, SignalRecords, SpanRecord } from '../decode/records';
import { createListeners, type EventRecords, type StoreEvent } from './listeners';
import { createResources } from './resources';
import { createSeriesStore, type Series } from './series';
import { createShelf, type Shelf } from './shelf';

export type { StoreEvent } from './listeners';

/**
 * What a collector has received. The arrays are live: they grow as requests arrive and shrink at the front when there
 * are too many of their kind.
 */
export interface Store {
  readonly spans: SpanRecord[];
  readonly logs: LogEntry[];
  /** The newest exports of metrics, as they came. What is older is in `series`. */
  readonly metrics: MetricEntry[];
  /** Metrics over time, a series for each resource, metric and set of attributes; old points are thinned. */
  readonly series: ReadonlyMap<string, Series>;
  /** How many records were left out because there were too many, by kind. Of metrics, those of no series. */
  readonly dropped: Record<StoreEvent, number>;
  /** Estimated bytes on the heap, without series. */
  readonly bytes: number;
  /** Forgets everything, the drop counts included. */
  clear(): void;
  /** Calls `fn` with the records of each arriving request; returns the undo. */
  on<E extends StoreEvent>(event: E, fn: (records: EventRecords[E][]) => void): () => void;
  /** Calls `fn` with records that leave because there are too many, or the store is cleared; returns the undo. */
  onLeaving<E extends StoreEvent>(event: E, fn: (records: EventRecords[E][]) => void): () => void;
  /**
   * Resolves with the first value other than undefined that `probe` returns; it is asked now and after each arriving
   * request. Rejects with what `probe` throws, and after `timeoutMs` with a sentence that says what the store holds.
   */
  waitFor<T>(probe: (store: Store) => T | undefined, timeoutMs: number): Promise<T>;
}

/** The receiving side of a store. */
export interface StoreInlet {
  add<S extends Signal>(signal: S, records: SignalRecords[S][]): void;
}

const EVENTS: Record<Signal, StoreEvent> = { traces: 'spans', logs: 'logs', metrics: 'metrics' };
const KINDS = Object.values(EVENTS);

/** Records of one kind that are kept at most, however small they are: what shows them has to stay fluent. */
export const MAX_RECORDS: Record<StoreEvent, number> = { spans: 150_000, logs: 200_000, metrics: 20_000 };

/** What each kind may have of the bytes. A span is about three times as large as a log line. */
const SHARES: Record<StoreEvent, number> = { spans: 0.6, logs: 0.32, metrics: 0.08 };

/**
 * Creates a store that holds about `maxBytes` of records, of which each kind has a share of its own, and of each kind
 * at most as many as `maxRecords` says.
 */
export function createStore(maxBytes: number, maxRecords = MAX_RECORDS): Store & StoreInlet {
  const arriving = createListeners();
  const leaving = createListeners();
  const resources = createResources();
  const series = createSeriesStore();
  const shelfOf = <E extends StoreEvent>(event: E): Shelf<EventRecords[E]> =>
    createShelf({ bytes: maxBytes * SHARES[event], records: maxRecords[event] });
  const shelves = { spans: shelfOf('spans'), logs: shelfOf('logs'), metrics: shelfOf('metrics') };

  const store: Store & StoreInlet = {
    spans: shelves.spans.records,
    logs: shelves.logs.records,
    metrics: shelves.metrics.records,
    series: series.all,
    dropped: {
      get spans() {
        return shelves.spans.dropped;
      },
      get logs() {
        return shelves.logs.dropped;
      },
      get metrics() {
        return series.dropped();
      },
    },
    get bytes() {
      return shelves.spans.bytes + shelves.logs.bytes + shelves.metrics.bytes;
    },
    clear() {
      series.clear();
      for (const event of KINDS) leaving.emit(event, shelves[event].clear());
    },
    on: arriving.add,
    onLeaving: leaving.add,
    add(signal, records) {
      if (records.length === 0) return;
      const event = EVENTS[signal];
      for (const record of records) record.resource = resources.same(record.resource);
      (shelves[event] as Shelf<unknown>).add(records);
      if (event === 'metrics') series.add(records as unknown as MetricEntry[]);
      // Called before anything leaves: code that counts both never sees a record leave that did not arrive.
      arriving.emit(event, records);
      leaving.emit(event, shelves[event].shrink());
    },
    waitFor(probe, timeoutMs) {
      return waitFor(store, probe, timeoutMs);
    },
  };
  return store;
}

function waitFor<T>(store: Store, probe: (store: Store) => T | undefined, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const undo: (() => void)[] = [];
    const settle = (): boolean => {
      try {
        const found = probe(store);
        if (found === undefined) return false;
        resolve(found);
      } catch (error) {
        reject(error as Error);
      }
      for (const each of undo) each();
      return true;
    };
    if (settle()) return;
    for (const event of KINDS) undo.push(store.on(event, settle));
    const timer = setTimeout(() => {
      for (const each of undo) each();
      const held = `${store.spans.length} spans, ${store.logs.length} log records, ${store.metrics.length} metrics`;
      reject(new Error(`waited ${timeoutMs} ms in vain; the collector holds ${held}`));
    }, timeoutMs);
    undo.push(() => clearTimeout(timer));
  });
}
