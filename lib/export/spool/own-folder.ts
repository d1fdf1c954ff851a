import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { attempt, BEAT_MS, describeOwner, OWNER_FILE } from './owner';

/** The part of the spool that this process writes to. It exists from the first file to the last. */
export interface OwnFolder {
  readonly name: string;
  readonly owner: ReturnType<typeof describeOwner>;
  /**
   * Writes a new file, for its owner's eyes only; returns its path. Throws where the disk is full, read-only, …;
   * nothing is left then.
   */
  write(data: Buffer): string;
  /** Takes a file over from elsewhere in the spool; undefined where somebody else was faster. */
  claim(file: string): string | undefined;
  /** Says that this process lives; returns the time by the clock of the file system, in ms since 1970. */
  beat(): number;
  /**
   * Whether a file is still ours; looks only where this process stood still for so long that another may think it dead.
   */
  owns(file: string): boolean;
  /** Removes the folder, if it is empty. */
  tidy(): void;
}

/** @param root the spool; it is made, for its owner only, where it does not exist */
export function openOwnFolder(root: string): OwnFolder {
  const owner = describeOwner();
  const name = `firstlight-${randomBytes(8).toString('hex')}`;
  const folder = path.join(root, name);
  let there = false;
  let last = 0;
  let count = 0;

  const beat = () => {
    if (!there) return Date.now();
    const file = path.join(folder, OWNER_FILE);
    writeFileSync(file, JSON.stringify(owner), { mode: 0o600 });
    last = performance.now();
    return statSync(file).mtimeMs;
  };
  const next = () => {
    if (!there) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      there = true;
      beat();
    }
    return path.join(folder, `${++count}.batch`);
  };
  return {
    name,
    owner,
    beat: () => attempt(beat) ?? Date.now(),
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
    owns: (file) => performance.now() - last < 2 * BEAT_MS || existsSync(file),
    tidy() {
      if (!there) return;
      attempt(() => rmSync(path.join(folder, OWNER_FILE), { force: true }));
      attempt(() => rmdirSync(folder));
      there = existsSync(folder);
      attempt(beat);
    },
  };
}
