import module from 'node:module';
import path from 'node:path';
import { isCommonJsMain } from './main-module';

/** What every static import and re-export has: one of these words, and behind it the specifier. */
const PLACE = /\b(?:from|import)\b\s*(?:(['"])([^'"\n]*)\1|(\/[/*]))?/g;

/**
 * Whether all that an ES module imports statically is surely built into Node or CommonJS: then no ES module hook has to
 * do with it. Packages that are written in CommonJS and have such a file for those who `import` them are common, and
 * `require` prefers it on some Nodes ("module-sync").
 */
export function importsCommonJsOnly(source: string, file: string): boolean {
  for (const [, , specifier, comment] of source.matchAll(PLACE)) {
    if (comment !== undefined) return false;
    if (specifier !== undefined && !module.isBuiltin(specifier) && !isCommonJsFile(specifier, file)) return false;
  }
  return true;
}

function isCommonJsFile(specifier: string, importer: string): boolean {
  return (
    /^\.\.?\//.test(specifier) &&
    path.extname(specifier) !== '' &&
    isCommonJsMain(path.resolve(path.dirname(importer), specifier), [])
  );
}
