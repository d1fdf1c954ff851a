import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after } from 'node:test';
import { fixtures, root } from '../support';

/**
 * Copies fixtures to where `express` is Express 4, the name that instrumentations look for: the tree holds it as
 * `express4`. Returns the folder.
 */
export function withExpress4(...files: string[]): string {
  mkdirSync(join(root, 'test', '.artifacts'), { recursive: true });
  const folder = mkdtempSync(join(root, 'test', '.artifacts', 'express4-'));
  cpSync(dirname(require.resolve('express4/package.json')), join(folder, 'node_modules', 'express'), {
    recursive: true,
  });
  for (const file of files) cpSync(join(fixtures, file), join(folder, basename(file)));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
