import { setImmediate as nextTurn } from 'node:timers/promises';
import { passagesOf } from './passages.js';

/** Takes one document into the library: cut, index, keep, embed, summarise. Runs in the background. */
export async function ingest(document, { index, vectors, storage, archive, answerer, model }) {
  await nextTurn(); // the reply goes out first
  const passages = passagesOf(document.text).map((text, number) => ({
    id: `${document.id}:${number}`,
    title: document.title,
    text,
  }));
  await storage.savePassages(passages);
  for (const passage of passages) index.add(passage.id, passage.text);

  const embedded = await model.embed(passages.map((passage) => passage.text)).catch((error) => {
    console.warn(`no embeddings for "${document.title}":`, error.message);
    return [];
  });
  embedded.forEach((vector, number) => vectors.add(passages[number].id, vector));

  const summary = await answerer.summarise(document.title, passages).catch((error) => {
    console.warn(`no summary for "${document.title}":`, error.message);
    return '';
  });
  const { id, title, author } = document;
  await storage.saveDocument({ id, title, author, summary, passages: passages.length });
  await archive?.save(document);
  console.log(`ingested "${title}" (${id}): ${passages.length} passages`);
}
