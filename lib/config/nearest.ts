import type { distance } from 'fastest-levenshtein';

/** The candidate with the smallest edit distance to `name`, if that is at most `limit(candidate)`. */
export function nearest<T extends string>(
  name: string,
  candidates: readonly T[],
  limit: (candidate: T) => number,
): T | undefined {
  // Required only here: a configuration without unknown names never pays for it.
  const { distance: measure } = require('fastest-levenshtein') as { distance: typeof distance };
  let best: T | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const found = measure(name, candidate);
    if (found < bestDistance && found <= limit(candidate)) [best, bestDistance] = [candidate, found];
  }
  return best;
}

const MOST_NAMED = 5;
const LONGEST_WORD = 40;

/** For the message about a list: which of its words are unknown, and what each may have meant. */
export function explainNearest(unknown: readonly string[], known: readonly string[]): string {
  const parts = unknown.slice(0, MOST_NAMED).map((whole) => {
    const word = whole.slice(0, LONGEST_WORD);
    const near = nearest(word, known, (candidate) => Math.max(1, Math.floor(candidate.length / 2)));
    return near ? `${JSON.stringify(word)} is unknown, did you mean ${near}?` : `${JSON.stringify(word)} is unknown`;
  });
  if (unknown.length > MOST_NAMED) parts.push(`and ${unknown.length - MOST_NAMED} more`);
  return parts.length > 0 ? ` (${parts.join('; ')})` : '';
}
