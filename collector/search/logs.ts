// The log lines of the store in the order of their time, each with its number and its text.
import type { LogEntry } from '../decode/records';
import type { Store } from '../store/store';
import { searchText } from './fields';
import type { Document } from './match';

export interface LogDocument extends Document<LogEntry> {
  /** Its number since the start of the collector, in the order of arrival. */
  readonly seq: number;
  readonly timeMs: number;
  /** Whether it is out of the store. */
  isGone?: boolean;
}

export interface LogIndex {
  /** By time, those of one moment in the order of their arrival. Not to be changed. */
  ordered(): readonly LogDocument[];
  /** Those of one trace, in the same order. */
  ofTrace(traceId: string): readonly LogDocument[];
  /** The number of the next line. */
  next(): number;
  close(): void;
}

const isAfter = (a: LogDocument, b: LogDocument): boolean =>
  a.timeMs > b.timeMs || (a.timeMs === b.timeMs && a.seq > b.seq);

/** Creates the index of a store. `onTrace` is called with the IDs of traces whose lines come or go. */
export function createLogIndex(store: Store, onTrace: (traceId: string) => void = () => {}): LogIndex {
  let ordered: LogDocument[] = [];
  let seq = 0;
  let gone = 0;
  const documents = new Map<LogEntry, LogDocument>();
  const traces = new Map<string, LogDocument[]>();

  function insert(list: LogDocument[], document: LogDocument): void {
    let at = list.length;
    while (at > 0 && isAfter(list[at - 1]!, document)) at--;
    if (at === list.length) list.push(document);
    else list.splice(at, 0, document);
  }

  function add(entries: readonly LogEntry[]): void {
    for (const record of entries) {
      const document: LogDocument = {
        record,
        text: searchText(record),
        seq: seq++,
        timeMs: Number(record.timeNs / 1000n) / 1000,
      };
      documents.set(record, document);
      insert(ordered, document);
      if (record.traceId === undefined) continue;
      const mine = traces.get(record.traceId);
      if (mine) insert(mine, document);
      else traces.set(record.traceId, [document]);
      onTrace(record.traceId);
    }
  }

  function remove(entries: readonly LogEntry[]): void {
    for (const record of entries) {
      const document = documents.get(record);
      if (!document) continue;
      documents.delete(record);
      document.isGone = true;
      gone++;
      if (record.traceId === undefined) continue;
      const left = (traces.get(record.traceId) ?? []).filter((each) => each !== document);
      if (left.length > 0) traces.set(record.traceId, left);
      else traces.delete(record.traceId);
      onTrace(record.traceId);
    }
  }

  add(store.logs);
  const undo = [store.on('logs', add), store.onLeaving('logs', remove)];
  return {
    ordered() {
      if (gone > 0) ordered = ordered.filter(({ isGone }) => !isGone);
      gone = 0;
      return ordered;
    },
    ofTrace: (traceId) => traces.get(traceId) ?? [],
    next: () => seq,
    close() {
      for (const each of undo) each();
    },
  };
}
