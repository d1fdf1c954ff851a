import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Creates a folder, and those above it that are missing. Throws if that cannot be done. The `recursive` option of
 * Node.js never returns if a folder is there and nothing can be created in it, as in /proc, on a stale mount and at a
 * link to nothing: https://github.com/openclaw/openclaw/issues/130807
 */
export function makeFolder(folder: string, mode: number): void {
  if (made(folder, mode)) return;
  makeFolder(path.dirname(folder), mode);
  if (!made(folder, mode)) throw new Error(`${folder} cannot be created`);
}

/** Whether the folder is there now; false if the one above it is missing. */
function made(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && path.dirname(folder) !== folder) return false;
    // Another process may have been faster; and the root of a read-only file system is there, too.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return true;
    throw error;
  }
}
