// Tells when a source file changes. Folders are watched one by one: Node.js watches a tree only together with its
// node_modules.
import { readdirSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|json|env)$|^\.env(?:\..+)?$/;
const LEFT_OUT = new Set(['node_modules', 'coverage']);
/** Folders at most; inotify has an end. */
const MAX_FOLDERS = 5000;

/**
 * Calls `onChange` with the path of a source file below `root` that was changed, made or removed; returns the undo.
 * Hidden folders and node_modules are left out.
 */
export function watchSources(root: string, onChange: (file: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();

  function add(folder: string): void {
    if (watchers.size >= MAX_FOLDERS || watchers.has(folder)) return;
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name === null) return;
        if (SOURCE.test(name)) onChange(path.relative(root, path.join(folder, name)));
        else addBelow(folder);
      });
      watcher.on('error', () => remove(folder));
      watchers.set(folder, watcher);
    } catch {
      return;
    }
    addBelow(folder);
  }

  function addBelow(folder: string): void {
    try {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory() && !entry.name.startsWith('.') && !LEFT_OUT.has(entry.name))
          add(path.join(folder, entry.name));
      }
    } catch {
      remove(folder);
    }
  }

  function remove(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  add(root);
  return () => [...watchers.keys()].forEach(remove);
}
