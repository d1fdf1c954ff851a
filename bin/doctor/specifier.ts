// What a --require or --import names.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Specified {
  /** The file, if there is one. */
  readonly file?: string;
  readonly isThere: boolean;
  /** Whether it is the preload of a copy of firstlight, or would be if it were there. */
  readonly isOurs: boolean;
  /** Whether another working directory would make it another file, or none. */
  readonly isRelative: boolean;
}

/** Resolves a specifier as Node.js would in `cwd`. */
export function resolveSpecifier(specifier: string, cwd: string): Specified {
  const isRelative = !path.isAbsolute(specifier) && !/^(?:file|data|node|https?):/.test(specifier);
  if (/^(?:data|node|https?):/.test(specifier)) return { isThere: true, isOurs: false, isRelative };
  const named = /^file:/.test(specifier) ? fileURLToPath(specifier) : specifier;
  try {
    const file = createRequire(path.join(cwd, 'app.js')).resolve(named);
    return { file, isThere: true, isOurs: isPreload(file), isRelative };
  } catch (error) {
    // Packages for import alone cannot be resolved by require, and are there nonetheless.
    const isThere = (error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
    return {
      isThere,
      isOurs:
        !isThere &&
        /(?:^|[\\/])firstlight[\\/](?:register(?:\.js)?|dist[\\/]register\.js)$|^\.{0,2}[\\/]?register\.js$/.test(
          named,
        ),
      isRelative,
    };
  }
}

function isPreload(file: string): boolean {
  if (path.basename(file) !== 'register.js') return false;
  const about = path.join(path.dirname(file), 'package.json');
  return existsSync(about) && (JSON.parse(readFileSync(about, 'utf8')) as { name?: string }).name === 'firstlight';
}
