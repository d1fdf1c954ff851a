import type { IncludeExclude } from './types';

/** Whether a name is among the included ones and not among the excluded ones. Letter case counts. */
export function createNameFilter({ included, excluded }: IncludeExclude): (name: string) => boolean {
  const isIncluded = included && patternOf(included);
  const isExcluded = excluded && patternOf(excluded);
  return (name) => (isIncluded?.test(name) ?? true) && !(isExcluded?.test(name) ?? false);
}

/** One expression for all of some names with wildcards: `?` is any character, `*` any number of them. */
export const patternOf = (names: readonly string[]): RegExp =>
  new RegExp(
    `^(?:${names
      .map((name) =>
        name
          .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
          .replace(/\*+/g, '.*')
          .replaceAll('?', '.'),
      )
      .join('|')})$`,
    's',
  );
