import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A module that an instrumentation patches: its name (or its absolute path) and, where it patches files inside the package, their names. */
export interface Target {
  readonly name: string;
  readonly files: readonly string[];
}

/** Tells in as little time as possible whether the module hooks have to do with a module: they are asked for every one. */
export interface Matcher {
  /** Whether this specifier, imported by that module, can lead to a module that is to be wrapped, or is of a wrapper. A quick no is right; a yes may be wrong. */
  mayWrap(specifier: string, parentUrl?: string): boolean;
  /** Whether the resolved module is to be wrapped. */
  shouldInclude(url: string, specifier: string): boolean;
}

const PLACE = '/node_modules/';

/** A matcher for packages imported by name, for single files inside of them and for files given by their path; wrapping every module costs time and breaks some. */
export function createMatcher(targets: readonly Target[]): Matcher {
  const names = new Set(targets.map(({ name }) => name));
  // AWS Lambda's handler is a file of the app, imported by its path.
  const paths = targets.flatMap(({ name }) => (path.isAbsolute(name) ? [{ base: path.basename(name), url: pathToFileURL(name).href }] : []));
  const files = new Set(targets.flatMap(({ name, files: inside }) => inside.map((file) => (file.startsWith(`${name}/`) ? file : `${name}/${file}`))));
  /** Packages whose own modules may import a file that is to be wrapped, by a relative path. */
  const owners = new Set<string | undefined>([...files].map(packageOf));
  return {
    mayWrap: (specifier, parentUrl) => names.has(packageOf(specifier)) || (specifier.startsWith('.') && owners.has(ownerOf(parentUrl))) || specifier.includes(PLACE) || specifier.includes('iitm') || paths.some(({ base }) => specifier.endsWith(base)),
    shouldInclude(url, specifier) {
      if (names.has(specifier) || paths.some((file) => file.url === url)) return true;
      const at = url.lastIndexOf(PLACE);
      return at >= 0 && files.has(url.slice(at + PLACE.length));
    },
  };
}

/** `pg` of `pg/lib/client.js`, `@redis/client` of `@redis/client/dist/index.js`. */
function packageOf(specifier: string): string {
  const end = specifier.indexOf('/', specifier.startsWith('@') ? specifier.indexOf('/') + 1 : 0);
  return end < 0 ? specifier : specifier.slice(0, end);
}

/** The package that a module belongs to. */
function ownerOf(url: string | undefined): string | undefined {
  const at = url?.lastIndexOf(PLACE) ?? -1;
  return at < 0 ? undefined : packageOf(url!.slice(at + PLACE.length));
}
