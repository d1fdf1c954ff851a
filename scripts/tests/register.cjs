// Preload of test processes: TypeScript runs as `compile.mjs` has compiled it, but under the name of its source, so
// that `__dirname`, relative `require` and stack traces mean the source.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { isUpToDate, options, read } = require('./compiled.cjs');

process.setSourceMapsEnabled(true);
Module._extensions['.ts'] = Module._extensions['.tsx'] = (module, file) => {
  module._compile(isUpToDate(file) ? read(file) : compile(file), file);
};

/** A file that was changed, or made, while the tests run. */
function compile(file) {
  return require('esbuild').transformSync(readFileSync(file, 'utf8'), options(file)).code;
}
