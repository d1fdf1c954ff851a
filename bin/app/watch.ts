import path from 'node:path';
import { watch } from 'chokidar';

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|json|env)$|^\.env(?:\..+)?$/;
/** Folders that hold no sources: node_modules, coverage, and hidden ones. */
const LEFT_OUT = /^(?:node_modules|coverage|\.(?!env).+)$/;

/**
 * Calls `onChange` with the path of a source file below `root`, relative to it, that was changed, made or removed;
 * returns the undo.
 */
export function watchSources(root: string, onChange: (file: string) => void): () => void {
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (file, stats) =>
      file !== root &&
      (LEFT_OUT.test(path.basename(file)) || (stats?.isFile() === true && !SOURCE.test(path.basename(file)))),
  });
  watcher.on('all', (event, file) => {
    if (!event.endsWith('Dir')) onChange(path.relative(root, file));
  });
  // A folder that cannot be read, or no watch left in the system: what is watched already stays so.
  watcher.on('error', () => {});
  return () => void watcher.close();
}
