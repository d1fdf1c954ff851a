// Compiles the tests and what they test once for all test processes, of which there is one a file: with tsx each starts
// a thread of its own and looks up, or transpiles, hundreds of files.
import { transform } from 'esbuild';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import compiled from './compiled.cjs';

const SOURCES = ['lib', 'bin', 'collector', 'test'];
/** Installed packages, and what tests write. */
const APART = ['node_modules', '.artifacts', '.projects'];

/** Brings .compiled up to date. A file with an error in it is left out: the test that loads it reports it. */
export async function compileTests(root) {
  const files = SOURCES.flatMap((folder) => sources(join(root, folder))).filter((file) => !compiled.isUpToDate(file));
  await Promise.all(
    files.map(async (file) => {
      const result = await transform(readFileSync(file, 'utf8'), compiled.options(file)).catch(() => undefined);
      if (result) compiled.write(file, result.code);
    }),
  );
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return APART.includes(entry.name) ? [] : sources(path);
    return /(?<!\.d)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
