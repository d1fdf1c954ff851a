import { closest, distance } from 'fastest-levenshtein';

/**
 * The name that was probably meant: at most two letters away (three of a long word), or one that the word begins or
 * is a part of; undefined if none is near. Letter case does not count.
 */
export function suggestion(word: string, names: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const near = closest(lower, names);
  if (distance(lower, near) <= Math.min(word.length < 9 ? 2 : 3, word.length - 1)) return near;
  if (word.length < 3) return undefined;
  return names.find((name) => name.startsWith(lower)) ?? names.find((name) => name.split('-').includes(lower));
}
