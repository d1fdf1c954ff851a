import { wordsOf } from './words.js';

// The customary values: how soon a repeated word stops counting, and how much a long passage is held back.
const K1 = 1.2;
const B = 0.75;

/** An inverted index ranked by Okapi BM25: `add(id, text)`, `search(question, limit)` -> [{id, score}], best first. */
export function createIndex() {
  const postings = new Map(); // word -> Map(passage id -> how often)
  const lengths = new Map(); // passage id -> number of words
  let totalLength = 0;

  function add(id, text) {
    if (lengths.has(id)) return;
    const words = wordsOf(text);
    lengths.set(id, words.length);
    totalLength += words.length;
    for (const word of words) {
      if (!postings.has(word)) postings.set(word, new Map());
      const found = postings.get(word);
      found.set(id, (found.get(id) ?? 0) + 1);
    }
  }

  function search(question, limit = 3) {
    const scores = new Map();
    const averageLength = totalLength / Math.max(lengths.size, 1);
    for (const word of new Set(wordsOf(question))) {
      const found = postings.get(word);
      if (!found) continue;
      const rarity = Math.log(1 + (lengths.size - found.size + 0.5) / (found.size + 0.5));
      for (const [id, times] of found) {
        const weight = (times * (K1 + 1)) / (times + K1 * (1 - B + (B * lengths.get(id)) / averageLength));
        scores.set(id, (scores.get(id) ?? 0) + rarity * weight);
      }
    }
    return [...scores]
      .map(([id, score]) => ({ id, score: Number(score.toFixed(4)) }))
      .sort((a, b) => b.score - a.score || a.id.localeCompare(b.id))
      .slice(0, limit);
  }

  function clear() {
    postings.clear();
    lengths.clear();
    totalLength = 0;
  }

  return {
    add,
    search,
    clear,
    get size() {
      return lengths.size;
    },
  };
}
