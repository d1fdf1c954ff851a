import module from 'node:module';
import { packageOf } from './agents';

/**
 * The packages among `targets` that were loaded already. What others have taken out of them is not patched any more: a
 * function that was destructured, a class that was extended, a file of the package that no one requires again. Builtins
 * are patched in place and do not count; ES modules leave no trace that could be found.
 */
export function loadedEarlier(targets: Iterable<string>, loaded: Iterable<string>): string[] {
  const there = new Set([...loaded].map(packageOf));
  return [...new Set(targets)].filter((name) => !module.isBuiltin(name) && there.has(name)).sort();
}

/** The files of the CommonJS modules that are loaded in this thread. */
export const loadedFiles = (): string[] =>
  Object.keys((module as unknown as { _cache: Record<string, unknown> })._cache);
