import { wordsOf } from '../retrieval/words.js';

const DIMENSIONS = 64;

/** A text as a vector of length 1: each of its words counts in one of the dimensions. */
export function embeddingOf(text) {
  const vector = new Array(DIMENSIONS).fill(0);
  for (const word of wordsOf(text)) vector[hashOf(word) % DIMENSIONS] += 1;
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => Number((value / length).toFixed(5)));
}

/** FNV-1a. */
function hashOf(word) {
  let hash = 0x811c9dc5;
  for (const character of word) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
  return hash;
}
