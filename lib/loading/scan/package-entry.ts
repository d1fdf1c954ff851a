import fs from 'node:fs';
import path from 'node:path';
import { exports as resolveExports } from 'resolve.exports';
import { flagValues } from '../process/node-options';
import { ESM_SYNTAX, packageType } from './main-module';

/** What `import` of Node asks `exports` for, beside what every importer does. */
const CONDITIONS = new Set(['module-sync', 'node-addons']);

type Manifest = { readonly name?: unknown; readonly main?: string; readonly exports?: object | string | null };

/** The folder of the nearest manifest above a file: a package that was linked can be anywhere. */
export function findManifest(file: string): string {
  for (let at = path.dirname(file); ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, 'package.json'))) return at;
    if (path.dirname(at) === at) return path.dirname(file);
  }
}

/** What the package in a folder is called. */
export function nameIn(folder: string): string | undefined {
  try {
    const { name } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}

/** The conditions that flags of Node.js add. */
export function addConditions(flags: readonly string[]): void {
  for (const condition of flagValues(flags, /^(?:--conditions|-C)(?:=(.*))?$/)) CONDITIONS.add(condition);
}

/** The file that an `import` of the package loads; undefined if it has none. */
export function importEntry(folder: string): string | undefined {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
  const { exports, main } = manifest;
  const candidates =
    exports == null ? [main ?? 'index.js', `${main}.js`, path.join(main ?? '.', 'index.js')] : exportedFiles(manifest);
  return candidates
    .map((file) => path.join(folder, file))
    .find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** What `exports` offers for the package's own name, https://nodejs.org/api/packages.html#conditional-exports */
function exportedFiles(manifest: Manifest): string[] {
  try {
    return resolveExports(manifest as never, '.', { conditions: [...CONDITIONS] }) ?? [];
  } catch {
    return [];
  }
}

/**
 * Whether Node takes a file for an ES module. Without a declared type its syntax decides, as it does when Node looks at
 * it.
 */
export function isEsModule(file: string): boolean {
  if (/\.m[jt]s$/.test(file)) return true;
  if (!/\.[jt]s$/.test(file)) return false;
  const type = packageType(path.dirname(file));
  return type === undefined ? ESM_SYNTAX.test(fs.readFileSync(file, 'utf8')) : type === 'module';
}

/** The same if the text is known: it shows for most of CommonJS. */
export function isEsText(text: string, file: string): boolean {
  return /\.m[jt]s$/.test(file) || (ESM_SYNTAX.test(text) && isEsModule(file));
}
