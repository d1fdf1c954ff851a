// Who is informed of what arrives in a store and leaves it.
import type { LogEntry, MetricEntry, SpanRecord } from '../decode/records';

/** The kinds of records in a store. */
export type StoreEvent = 'spans' | 'logs' | 'metrics';

/** The records of each kind. */
export interface EventRecords {
  spans: SpanRecord;
  logs: LogEntry;
  metrics: MetricEntry;
}

export interface Listeners {
  /** Calls `fn` with the records of an event; returns the undo. */
  add<E extends StoreEvent>(event: E, fn: (records: EventRecords[E][]) => void): () => void;
  emit(event: StoreEvent, records: readonly unknown[]): void;
}

/** Creates listeners without any. */
export function createListeners(): Listeners {
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
