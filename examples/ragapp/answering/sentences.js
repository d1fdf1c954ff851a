import { wordsOf } from '../retrieval/words.js';

/**
 * Splits a text into sentences. Titles such as "Mr." do not end one, and neither does an exclamation inside quotation
 * marks.
 */
export function sentencesOf(text) {
  const pieces = text
    .split(/(?<!\b(?:Mr|Mrs|Dr|St))(?<=[.!?]["”)]?)\s+(?=["“(]?[A-Z])/)
    .map((piece) => piece.trim())
    .filter(Boolean);
  const sentences = [];
  for (const piece of pieces) {
    const last = sentences.at(-1);
    if (last !== undefined && last.split('"').length % 2 === 0) sentences[sentences.length - 1] = `${last} ${piece}`;
    else sentences.push(piece);
  }
  return sentences;
}

/**
 * The sentences that have most of the question in them, best first. A word counts more the fewer sentences have it;
 * a sentence of the best passage goes before an equal one of the next.
 */
export function rankSentences(question, passages) {
  const asked = new Set(wordsOf(question));
  const sentences = passages.flatMap((passage, rank) =>
    sentencesOf(passage.text).map((text) => ({ text, title: passage.title, rank, words: new Set(wordsOf(text)) })),
  );
  const rarity = (word) =>
    Math.log(1 + sentences.length / sentences.filter((sentence) => sentence.words.has(word)).length);
  return sentences
    .map((sentence) => ({
      ...sentence,
      score: [...asked].filter((word) => sentence.words.has(word)).reduce((sum, word) => sum + rarity(word), 0),
    }))
    .filter((sentence) => sentence.score > 0)
    .sort((a, b) => b.score - a.score || a.rank - b.rank);
}
