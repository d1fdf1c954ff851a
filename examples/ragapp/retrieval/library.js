import { BaseRetriever } from '@langchain/core/retrievers';

const CANDIDATES = 10;
const PASSAGES = 3;
const WEIGHT_OF_MEANING = 0.25;

/** Finds the passages that a question is about: the best by their words, those of a like meaning first. */
export class Library extends BaseRetriever {
  lc_namespace = ['ragapp'];

  constructor({ index, vectors, storage, model }) {
    super();
    Object.assign(this, { index, vectors, storage, model });
  }

  async _getRelevantDocuments(question) {
    const candidates = this.index.search(question, CANDIDATES);
    if (candidates.length === 0) return [];
    const [asked] = await this.model.embed([question]);
    const best = candidates[0].score;
    const ranked = candidates
      .map(({ id, score }) => ({ id, score: score / best + WEIGHT_OF_MEANING * this.vectors.similarity(id, asked) }))
      .sort((a, b) => b.score - a.score || a.id.localeCompare(b.id))
      .slice(0, PASSAGES);
    const passages = await this.storage.passages(ranked.map(({ id }) => id));
    return passages.map(({ id, title, text }) => ({ id, pageContent: text, metadata: { title } }));
  }
}
