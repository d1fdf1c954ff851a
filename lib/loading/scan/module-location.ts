import path from 'node:path';
import { attempt } from '../../attempt';
import { importEntry } from './package-entry';

/** Where a file belongs, in the terms of instrumentations. */
export interface ModuleLocation {
  /** What it is a part of, as a target is named: the package, or the file itself if single files are patched. */
  readonly target: string;
  /** `pg` for what the package's name leads to, `pg/lib/client.js` for any other file of it. */
  readonly name: string;
  /** The package's folder. */
  readonly folder: string;
}

/** The place of a file of a package. */
export function locationOf(file: string, target: string): ModuleLocation {
  if (path.isAbsolute(target)) return { target, name: path.parse(file).name, folder: path.dirname(file) };
  const parts = path.join('node_modules', target);
  const folder = file.slice(0, file.lastIndexOf(parts) + parts.length);
  return placeIn(folder, file, target);
}

/** The location of a file of a package in a folder. */
export function placeIn(folder: string, file: string, target: string): ModuleLocation {
  return {
    target,
    name: entries(target, folder).includes(file) ? target : path.join(target, path.relative(folder, file)),
    folder,
  };
}

/** What a package's name leads to, by `require` and by `import`. */
function entries(target: string, folder: string): (string | undefined)[] {
  return [attempt(() => require.resolve(target, { paths: [folder] })), attempt(() => importEntry(folder))];
}
