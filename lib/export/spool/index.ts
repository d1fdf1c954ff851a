/**
 * The spool: what waits for the collector is on disk too, so that it outlives the process. As a bundle of its own, for
 * those who configure it.
 */
import type { ExportBatch } from '../queue/batch';
import type { Notice, Signal } from '../protocol';
import { openOrphanedBatches } from './orphaned-batches';
import { openOwnFolder } from './own-folder';
import { HEARTBEAT_MS } from './owner';
import { encodeRecord, type SpoolRecord } from './record';
import { createStoredBatch, type StoredBatch } from './stored-batch';

/** After a failed write the disk is left alone for this long, in ms. */
const REST_MS = 30_000;
/** Batches of dead processes that are sent at once: others may take the rest. */
const INHERITED_AT_ONCE = 8;

export interface SpoolOptions {
  readonly folder: string;
  /** Limit of all that is in the folder, of all processes, in bytes. */
  readonly maxBytes: number;
  readonly formatOf: (signal: Signal) => 'protobuf' | 'json' | undefined;
  readonly notice: (notice: Notice) => void;
  /** Receives the batches of processes that died. */
  readonly inherit: (signal: Signal, batch: ExportBatch) => void;
}

export interface Spool {
  /**
   * Puts a batch on disk; returns the batch to go on with, which is the same if the spool is full or the disk fails.
   */
  store(signal: Signal, batch: ExportBatch): ExportBatch;
  /** Takes what is on disk out of memory; returns the bytes freed. */
  spill(): number;
  /** The batch is not needed any more. */
  forget(batch: ExportBatch): void;
  /** Takes over no more, since the process may be ending. */
  pause(): void;
  /** Goes on. If nothing waits, it removes the folder. */
  resume(): void;
}

/** Opens the spool, and begins to take over what dead processes left. */
export function openSpool({ folder, maxBytes, formatOf, notice, inherit }: SpoolOptions): Spool {
  const own = openOwnFolder(folder);
  const orphaned = openOrphanedBatches(folder, own, (what) =>
    notice({ code: 'FL_SPOOL_FOREIGN', folder, cause: what }),
  );
  const held = new Set<StoredBatch>();
  let ownBytes = 0;
  let inherited = 0;
  let restUntil = 0;
  let paused = false;

  const add = (batch: StoredBatch) => {
    held.add(batch);
    ownBytes += batch.length;
    return batch;
  };
  const wanted = ({ signal, format }: SpoolRecord) => formatOf(signal) === format;
  const takeOver = () => {
    while (!paused && inherited < INHERITED_AT_ONCE) {
      const found = orphaned.claim(wanted);
      if (!found) return;
      inherited++;
      inherit(
        found.signal,
        add(createStoredBatch(own, found.file, { items: found.items, length: found.length, inherited: true })),
      );
    }
  };
  const look = () => {
    orphaned.look();
    takeOver();
  };
  setImmediate(look);
  setInterval(look, HEARTBEAT_MS).unref();

  return {
    store(signal, batch) {
      const { bytes, items } = batch;
      if (performance.now() < restUntil) return batch;
      const data = encodeRecord({ signal, format: formatOf(signal)!, items, bytes });
      if (ownBytes + orphaned.bytes + data.byteLength > maxBytes) {
        notice({ code: 'FL_SPOOL_FULL', folder, items });
        return batch;
      }
      try {
        return add(
          createStoredBatch(own, own.write(data), { items, length: data.byteLength, inherited: false }, bytes),
        );
      } catch (error) {
        restUntil = performance.now() + REST_MS;
        notice({ code: 'FL_SPOOL_UNUSABLE', folder, cause: (error as Error).message });
        return batch;
      }
    },
    spill: () => [...held].reduce((freed, batch) => freed + batch.spill(), 0),
    forget(batch) {
      const stored = batch as StoredBatch;
      if (!held.delete(stored)) return;
      stored.remove();
      ownBytes -= stored.length;
      if (stored.inherited && --inherited < INHERITED_AT_ONCE) takeOver();
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      if (held.size === 0) own.removeIfEmpty();
    },
  };
}
