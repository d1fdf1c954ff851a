import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../support';
import { temporaryFolder } from '../support/folder';

/**
 * A file of the packages that test/recipes/package.json brings: those that recipes need and the repository has no other
 * use for.
 */
export const brought = (path: string): string => join(__dirname, 'node_modules', path);

/** Why a test that needs them is skipped; false where they are there. */
export const skip: string | false = existsSync(brought('next')) ? false : 'test/recipes is not installed';

/**
 * A new folder of a project that finds these packages as its own: below theirs, since a bundler takes no links to
 * packages elsewhere.
 */
export function project(files: Record<string, string | object>): string {
  const below = join(__dirname, '.projects');
  mkdirSync(below, { recursive: true });
  return temporaryFolder(files, below);
}

/** Makes a package of this repository one of the folder's. */
export function link(folder: string, name: string, to = join(root, 'node_modules', name)): void {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(to, path, 'dir');
}
