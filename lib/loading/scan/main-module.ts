import fs from 'node:fs';
import path from 'node:path';
import { mayImport } from './import-calls';

/** Statements that only an ES module has; a file without a declared type may be either (Node's syntax detection). */
export const ESM_SYNTAX = /^[ \t]*(?:import[\s{*'"]|export[\s{*])/m;

/**
 * Whether the app's main file is surely CommonJS. Anything in doubt is not: no main file, an unknown extension, syntax
 * of ES modules in a file whose package says nothing. https://nodejs.org/api/packages.html#determining-module-system
 */
export function isCommonJsMain(mainFile: string | undefined, execArgv: readonly string[] = process.execArgv): boolean {
  if (
    mainFile === undefined ||
    execArgv.some((flag) => /^--(?:input-type|experimental-default-type|experimental-loader|loader)\b/.test(flag))
  )
    return false;
  const file = realFile(path.resolve(mainFile));
  if (file === undefined) return false;
  if (/\.c[jt]s$/.test(file)) return true;
  if (!/\.[jt]s$/.test(file)) return false;
  const type = packageType(path.dirname(file));
  if (type !== undefined) return type === 'commonjs';
  const text = fs.readFileSync(file, 'utf8');
  // An `await` outside of functions makes an ES module as well; it matters if something is imported.
  return !ESM_SYNTAX.test(text) && !mayImport(text);
}

/** The file that Node would run: the name as it is, with `.js`, or the index of a folder. */
function realFile(named: string): string | undefined {
  for (const candidate of [named, `${named}.js`, path.join(named, 'index.js')]) {
    const real = fs.existsSync(candidate) ? fs.realpathSync(candidate) : undefined;
    if (real !== undefined && fs.statSync(real).isFile()) return real;
  }
  return undefined;
}

/** The type that the nearest package.json declares for the files in a folder. */
export function packageType(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      return (
        (JSON.parse(fs.readFileSync(path.join(at, 'package.json'), 'utf8')) as { type?: string }).type ?? undefined
      );
    } catch {
      /* the next folder up */
    }
    if (path.dirname(at) === at || path.basename(at) === 'node_modules') return undefined;
  }
}
