// Bundles the page of `firstlight dev`: one script, one style sheet, nothing that is loaded from elsewhere.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const source = path.join(root, 'collector/page');

/**
 * Builds the page into a folder. Undefined, with a line on stderr, where its libraries are not installed: everything
 * but the page works without it.
 * @returns {Promise<import('esbuild').BuildResult | undefined>}
 */
export async function buildPage(folder) {
  const missing = ['preact', 'uplot/dist/uPlot.esm.js'].filter((name) => !isInstalled(name));
  if (missing.length > 0)
    return void process.stderr.write(`the page is left out: ${missing.join(' and ')} is not installed (npm ci)\n`);
  mkdirSync(folder, { recursive: true });
  for (const file of ['index.html', 'icon.svg']) copyFileSync(path.join(source, file), path.join(folder, file));
  return build({
    entryPoints: { page: path.join(source, 'main.tsx') },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    absWorkingDir: root,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
    tsconfig: path.join(source, 'tsconfig.json'),
  });
}

function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
