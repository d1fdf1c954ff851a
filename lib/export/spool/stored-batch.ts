import { readFileSync, rmSync } from 'node:fs';
import { attempt } from '../../attempt';
import type { ExportBatch } from '../queue/batch';
import type { OwnFolder } from './own-folder';
import { decodeRecord } from './record';

/** A batch that is on disk, and in memory while it fits. */
export interface StoredBatch extends ExportBatch {
  readonly size: number;
  readonly stored: true;
  /** Was left by a process that died. */
  readonly inherited: boolean;
  /** Bytes on disk, as far as they count. */
  readonly length: number;
  /** Gives up its memory: it is read back when it is sent. Returns the bytes freed. */
  spill(): number;
  /** Removes it from the disk. */
  remove(): void;
}

/** Thrown if a batch cannot be read back: another process has taken it over, or the disk has lost it. */
export class GoneError extends Error {
  override readonly name = 'GoneError';
  readonly gone = true;

  /** @param damaged It is there, and cannot be used. */
  constructor(
    file: string,
    readonly damaged = false,
  ) {
    super(file);
  }
}

/** @param bytes if they are in memory */
export function createStoredBatch(
  folder: OwnFolder,
  file: string,
  { items, length, inherited }: Pick<StoredBatch, 'items' | 'length' | 'inherited'>,
  bytes?: Uint8Array,
): StoredBatch {
  let memory = bytes;
  return {
    items,
    length,
    inherited,
    stored: true,
    get size() {
      return memory?.byteLength ?? 0;
    },
    get bytes() {
      if (!folder.owns(file)) throw new GoneError(file);
      if (memory) return memory;
      const data = attempt(() => readFileSync(file));
      const found = data && decodeRecord(data)?.bytes;
      if (!found) throw new GoneError(file, data !== undefined);
      return found;
    },
    spill() {
      const freed = memory?.byteLength ?? 0;
      memory = undefined;
      return freed;
    },
    remove: () => void attempt(() => rmSync(file, { force: true })),
  };
}
