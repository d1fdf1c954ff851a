import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { attempt } from '../../attempt';
import { makeFolder } from './make-folder';
import { HEARTBEAT_MS, describeOwner, OWNER_FILE } from './owner';

/** The part of the spool that this process writes to. It exists from the first file to the last. */
export interface OwnFolder {
  readonly name: string;
  readonly owner: ReturnType<typeof describeOwner>;
  /**
   * Writes a new file that only its owner can read; returns its path. Throws if the disk is full, read-only, …; nothing
   * is left then.
   */
  write(data: Buffer): string;
  /** Takes a file over from elsewhere in the spool; undefined if another process was faster. */
  claim(file: string): string | undefined;
  /** Records that this process lives; returns the time by the clock of the file system, in ms since 1970. */
  heartbeat(): number;
  /**
   * Whether a file is still ours; looks only if this process stood still for so long that another may consider it dead.
   */
  owns(file: string): boolean;
  /** Removes the folder, if it is empty. */
  removeIfEmpty(): void;
}

/** @param root the spool; created, for its owner only, if it does not exist */
export function openOwnFolder(root: string): OwnFolder {
  const owner = describeOwner();
  const name = `firstlight-${randomBytes(8).toString('hex')}`;
  const folder = path.join(root, name);
  let there = false;
  let last = 0;
  let count = 0;

  const heartbeat = () => {
    if (!there) return Date.now();
    const file = path.join(folder, OWNER_FILE);
    writeFileSync(file, JSON.stringify(owner), { mode: 0o600 });
    last = performance.now();
    return statSync(file).mtimeMs;
  };
  const next = () => {
    if (!there) {
      makeFolder(folder, 0o700);
      there = true;
      heartbeat();
    }
    return path.join(folder, `${++count}.batch`);
  };
  return {
    name,
    owner,
    heartbeat: () => attempt(heartbeat) ?? Date.now(),
    write(data) {
      const file = next();
      try {
        writeFileSync(file, data, { flag: 'wx', mode: 0o600 });
      } catch (error) {
        attempt(() => rmSync(file, { force: true }));
        throw error;
      }
      return file;
    },
    claim(file) {
      const ours = next();
      return attempt(() => {
        renameSync(file, ours);
        return ours;
      });
    },
    owns: (file) => performance.now() - last < 2 * HEARTBEAT_MS || existsSync(file),
    removeIfEmpty() {
      if (!there) return;
      attempt(() => rmSync(path.join(folder, OWNER_FILE), { force: true }));
      attempt(() => rmdirSync(folder));
      there = existsSync(folder);
      attempt(heartbeat);
    },
  };
}
