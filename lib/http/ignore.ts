import type Picomatch from 'picomatch';

/** Characters that make a pattern more than a plain path. */
const GLOB = /[*?[\]{}()!+@\\|]/;

/**
 * Compiles FIRSTLIGHT_IGNORE_PATHS. Plain paths match exactly; globs are picomatch's, matched against the path without
 * query string, dot segments included. Compiled once: it is used for every request.
 */
export function createPathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const plain = new Set(patterns.filter((pattern) => !GLOB.test(pattern)));
  const globs = patterns.filter((pattern) => GLOB.test(pattern));
  if (globs.length === 0) return plain.size === 0 ? () => false : (path) => plain.has(path);
  // The matcher is loaded only if there are globs.
  const picomatch = require('picomatch') as typeof Picomatch;
  const matches = picomatch(globs, { dot: true });
  return (path) => plain.has(path) || matches(path);
}
