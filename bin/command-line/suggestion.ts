import { closest, distance } from 'fastest-levenshtein';

/**
 * The name that was probably meant: at most two letters away, or one that the word begins; undefined if none is near.
 */
export function suggestion(word: string, names: readonly string[]): string | undefined {
  const near = closest(word, names);
  if (distance(word, near) <= Math.min(2, word.length - 1)) return near;
  return word.length >= 3 ? names.find((name) => name.startsWith(word)) : undefined;
}
