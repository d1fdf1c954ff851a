// Finds firstlight's own folder, from the built file as from the source.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the package.json that is named firstlight, at or above this file. */
export function packageRoot(): string {
  for (let folder = __dirname; ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (existsSync(file) && about(file).name === 'firstlight') return folder;
    if (path.dirname(folder) === folder) throw new Error(`no package.json of firstlight at or above ${__dirname}`);
  }
}

/** The version in that package.json. */
export function packageVersion(): string {
  return about(path.join(packageRoot(), 'package.json')).version;
}

function about(file: string): { name: string; version: string } {
  return JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
}
