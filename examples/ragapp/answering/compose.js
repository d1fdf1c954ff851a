import { rankSentences, sentencesOf } from './sentences.js';

/** An answer in the words of the texts: the best sentence, and a second one where it is nearly as good. */
export function composeAnswer(question, passages) {
  const [best, next] = rankSentences(question, passages);
  if (!best) return { answer: 'The texts do not say.', sources: [] };
  const chosen = next && next.score >= best.score * 0.8 && next.title === best.title ? [best, next] : [best];
  return {
    answer: chosen.map((sentence) => sentence.text).join(' '),
    sources: [...new Set(chosen.map((sentence) => sentence.title))],
  };
}

/** One sentence that stands for a text: the one that shares most words with the whole of it. */
export function composeSummary(passages) {
  const whole = passages.map((passage) => passage.text).join(' ');
  const candidates = sentencesOf(whole).filter((sentence) => sentence.length >= 40 && sentence.length <= 260);
  const best = rankSentences(
    whole,
    candidates.map((text) => ({ text, title: '' })),
  )[0];
  return { summary: best?.text ?? sentencesOf(whole)[0] ?? '' };
}
