// What the compiled tests are and where they lie: .compiled, a mirror of the TypeScript sources.
const { mkdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { basename, dirname, join, relative } = require('node:path');

const root = join(__dirname, '..', '..');
const pathOf = (file) => join(root, '.compiled', `${relative(root, file)}.js`);
const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** How esbuild compiles one file: alone, as tsx does. */
const options = (file) => ({
  loader: file.endsWith('x') ? 'tsx' : 'ts',
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  sourcefile: basename(file),
  sourcemap: 'inline',
  sourcesContent: false,
});

/** Newer than the source, and than the options in this file. */
const isUpToDate = (file) => modified(pathOf(file)) > Math.max(modified(file), modified(__filename));
const read = (file) => readFileSync(pathOf(file), 'utf8');

function write(file, code) {
  mkdirSync(dirname(pathOf(file)), { recursive: true });
  writeFileSync(pathOf(file), code);
}

module.exports = { options, isUpToDate, read, write };
