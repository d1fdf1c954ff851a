import { lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { attempt } from '../../attempt';
import { isAlive, OWNER_FILE } from './owner';
import type { OwnFolder } from './own-folder';
import { decodeRecord, type SpoolRecord } from './record';

const FOLDER = /^firstlight-[0-9a-f]{16}$/;
const FILE = /^\d+\.batch$/;

/** What other processes left in the spool. */
export interface OrphanedBatches {
  /** Bytes in the folders of others, living or dead, when last looked at. */
  readonly bytes: number;
  /** Finds processes that died meanwhile. */
  look(): void;
  /** Takes over the next batch of a dead process; undefined if there is none that `wanted` accepts. */
  claim(
    wanted: (record: SpoolRecord) => boolean,
  ): (SpoolRecord & { readonly file: string; readonly length: number }) | undefined;
}

/** @param onForeign called once for each file that is not ours, or damaged: it is left alone */
export function openOrphanedBatches(root: string, own: OwnFolder, onForeign: (what: string) => void): OrphanedBatches {
  const known = new Set<string>();
  let dead: { folder: string; files: string[] }[] = [];
  let bytes = 0;

  const foreign = (file: string, why: string) => {
    if (known.has(file)) return;
    known.add(file);
    onForeign(`${path.relative(root, file)} (${why})`);
  };
  const read = (file: string) => {
    const data = attempt(() => readFileSync(file));
    // Another process has claimed it meanwhile.
    if (!data) return undefined;
    const record = decodeRecord(data);
    if (!record) foreign(file, 'torn or damaged');
    return record && { ...record, length: data.byteLength };
  };
  return {
    get bytes() {
      return bytes;
    },
    look() {
      const now = own.heartbeat();
      dead = [];
      bytes = 0;
      for (const name of attempt(() => readdirSync(root)) ?? []) {
        const folder = path.join(root, name);
        if (name === own.name) continue;
        if (!FOLDER.test(name) || !isOurs(folder, 'directory')) {
          foreign(folder, 'not of firstlight, or not of this user alone');
          continue;
        }
        const files: string[] = [];
        for (const entry of attempt(() => readdirSync(folder)) ?? []) {
          const file = path.join(folder, entry);
          if (entry === OWNER_FILE) continue;
          if (!FILE.test(entry) || !isOurs(file, 'file')) {
            if (attempt(() => lstatSync(file))) foreign(file, 'not of firstlight, or not of this user alone');
            continue;
          }
          bytes += attempt(() => lstatSync(file).size) ?? 0;
          if (!known.has(file)) files.push(file);
        }
        if (!isAlive(folder, own.owner, now))
          dead.push({ folder, files: files.sort((a, b) => sequence(a) - sequence(b)) });
      }
    },
    claim(wanted) {
      for (let first = dead[0]; first; first = dead[0]) {
        for (let file = first.files.shift(); file; file = first.files.shift()) {
          const record = read(file);
          const ours = record && wanted(record) ? own.claim(file) : undefined;
          if (record && ours) {
            bytes -= record.length;
            return { ...record, file: ours };
          }
        }
        removeFolder(first.folder);
        dead.shift();
      }
      return undefined;
    },
  };
}

const sequence = (file: string): number => Number.parseInt(path.basename(file), 10);

/** Removes a dead process's folder if only the owner file is left. */
function removeFolder(folder: string): void {
  if ((attempt(() => readdirSync(folder)) ?? []).some((name) => name !== OWNER_FILE)) return;
  attempt(() => rmSync(path.join(folder, OWNER_FILE), { force: true }));
  attempt(() => rmdirSync(folder));
}

/**
 * A regular file or directory, no link, that only this user can read or write: files of others are not sent in our
 * name.
 */
function isOurs(file: string, kind: 'file' | 'directory'): boolean {
  const stat = attempt(() => lstatSync(file));
  if (!stat || !(kind === 'file' ? stat.isFile() : stat.isDirectory())) return false;
  return process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o077) === 0);
}
