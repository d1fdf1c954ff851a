// The bounded in-memory store: newest records of all three signals, the oldest leave first.
import type { LogEntry, MetricEntry, Signal, SignalRecords, SpanRecord } from '../decode/records';
import { estimateBytes } from '../receive/size';

export type StoreEvent = 'spans' | 'logs' | 'metrics';

interface EventRecords {
  spans: SpanRecord;
  logs: LogEntry;
  metrics: MetricEntry;
}

/**
 * What a collector has received. The arrays are live: they grow as requests arrive and shrink at the front when the
 * store is full.
 */
export interface Store {
  readonly spans: SpanRecord[];
  readonly logs: LogEntry[];
  readonly metrics: MetricEntry[];
  /** How many records left because the store was full, by kind. */
  readonly dropped: Record<StoreEvent, number>;
  /** Estimated bytes on the heap. */
  readonly bytes: number;
  /** Forgets everything, the drop counts included. */
  clear(): void;
  /** Calls `fn` with the records of each arriving request; returns the undo. */
  on<E extends StoreEvent>(event: E, fn: (records: EventRecords[E][]) => void): () => void;
  /** Calls `fn` with records that leave because the store is full, or is cleared; returns the undo. */
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

/** Records of one kind that are kept at most, however small they are: what shows them has to stay fluent. */
export const MAX_RECORDS: Record<StoreEvent, number> = { spans: 100_000, logs: 100_000, metrics: 20_000 };

/** Creates a store that holds about `maxBytes` of records, and of each kind at most as many as `maxRecords` says. */
export function createStore(maxBytes: number, maxRecords = MAX_RECORDS): Store & StoreInlet {
  const arriving = createListeners();
  const leaving = createListeners();
  // Requests in the order of their arrival: what leaves is always a whole request, so that shrinking an array costs
  // little.
  let requests: { event: StoreEvent; count: number; bytes: number }[] = [];
  let bytes = 0;

  const store: Store & StoreInlet = {
    spans: [],
    logs: [],
    metrics: [],
    dropped: { spans: 0, logs: 0, metrics: 0 },
    get bytes() {
      return bytes;
    },
    clear() {
      for (const event of Object.values(EVENTS)) {
        leaving.emit(event, store[event].splice(0));
        store.dropped[event] = 0;
      }
      requests = [];
      bytes = 0;
    },
    on: arriving.add,
    onLeaving: leaving.add,
    add(signal, records) {
      if (records.length === 0) return;
      const event = EVENTS[signal];
      const shared = new WeakSet<object>();
      let added = 0;
      for (const record of records) {
        added += estimateBytes(record, shared);
        (store[event] as unknown[]).push(record);
      }
      bytes += added;
      requests.push({ event, count: records.length, bytes: added });
      // Called before anything leaves: code that counts both never sees a record leave that did not arrive.
      arriving.emit(event, records);
      shrink();
    },
    waitFor(probe, timeoutMs) {
      return waitFor(store, probe, timeoutMs);
    },
  };

  function shrink(): void {
    const left = { spans: 0, logs: 0, metrics: 0 };
    const tooMany = (event: StoreEvent): boolean => store[event].length - left[event] > maxRecords[event];
    let gone = 0;
    while (gone < requests.length && (bytes > maxBytes || Object.values(EVENTS).some(tooMany))) {
      const oldest = requests[gone++]!;
      left[oldest.event] += oldest.count;
      bytes -= oldest.bytes;
    }
    if (gone === 0) return;
    requests.splice(0, gone);
    for (const event of Object.values(EVENTS)) {
      if (left[event] === 0) continue;
      store.dropped[event] += left[event];
      leaving.emit(event, store[event].splice(0, left[event]));
    }
  }

  return store;
}

interface Listeners {
  add<E extends StoreEvent>(event: E, fn: (records: EventRecords[E][]) => void): () => void;
  emit(event: StoreEvent, records: readonly unknown[]): void;
}

function createListeners(): Listeners {
  const listeners: { event: StoreEvent; fn: (records: never[]) => void }[] = [];
  return {
    add(event, fn) {
      const listener = { event, fn: fn as (records: never[]) => void };
      listeners.push(listener);
      return () => {
        const index = listeners.indexOf(listener);
        if (index >= 0) listeners.splice(index, 1);
      };
    },
    emit(event, records) {
      if (records.length > 0)
        for (const listener of [...listeners]) if (listener.event === event) listener.fn(records as never[]);
    },
  };
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
    for (const event of Object.values(EVENTS)) undo.push(store.on(event, settle));
    const timer = setTimeout(() => {
      for (const each of undo) each();
      const held = `${store.spans.length} spans, ${store.logs.length} log records, ${store.metrics.length} metrics`;
      reject(new Error(`waited ${timeoutMs} ms in vain; the collector holds ${held}`));
    }, timeoutMs);
    undo.push(() => clearTimeout(timer));
  });
}
