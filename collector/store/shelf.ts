// The records of one kind within a bound of their own: many of one kind push out none of another.
import { estimateBytes } from '../receive/size';

/** Bounds of a kind: estimated bytes, and records however small they are. */
export interface Bounds {
  readonly bytes: number;
  readonly records: number;
}

export interface Shelf<T> {
  /** Live: it grows at the end and shrinks at the front. */
  readonly records: T[];
  readonly bytes: number;
  /** How many records left because there were too many. */
  dropped: number;
  add(records: readonly T[]): void;
  /** Takes away what is beyond the bounds, the oldest requests first, and returns it. */
  shrink(): T[];
  /** Takes away everything and returns it; `dropped` is 0 again. */
  clear(): T[];
}

/** Creates an empty shelf. */
export function createShelf<T>(bounds: Bounds): Shelf<T> {
  // Requests in the order of their arrival: what leaves is always a whole request, so that shrinking costs little.
  let requests: { count: number; bytes: number }[] = [];
  let bytes = 0;
  const shelf: Shelf<T> = {
    records: [],
    dropped: 0,
    get bytes() {
      return bytes;
    },
    add(records) {
      const shared = new WeakSet<object>();
      let added = 0;
      for (const record of records) {
        added += estimateBytes(record, shared);
        shelf.records.push(record);
      }
      bytes += added;
      requests.push({ count: records.length, bytes: added });
    },
    shrink() {
      let [gone, left] = [0, 0];
      while (gone < requests.length && (bytes > bounds.bytes || shelf.records.length - left > bounds.records)) {
        const oldest = requests[gone++]!;
        left += oldest.count;
        bytes -= oldest.bytes;
      }
      if (gone === 0) return [];
      requests.splice(0, gone);
      shelf.dropped += left;
      return shelf.records.splice(0, left);
    },
    clear() {
      requests = [];
      bytes = 0;
      shelf.dropped = 0;
      return shelf.records.splice(0);
    },
  };
  return shelf;
}
