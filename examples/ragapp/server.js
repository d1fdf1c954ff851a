// The first service: takes documents in, finds the passages a question is about, lets a model answer it.
import { createBackground } from './ingestion/background.js';
import { createIndex } from './retrieval/bm25.js';
import { Library } from './retrieval/library.js';
import { createVectors } from './retrieval/vectors.js';
import { openArchive } from './storage/archive.js';
import { openStorage } from './storage/open.js';
import { createAnswerer } from './web/answerer-client.js';
import { createApp } from './web/app.js';
import { createModel } from './web/model-client.js';
import { serve } from './web/serve.js';

const storage = await openStorage(process.env);
const archive = await openArchive(process.env);
const answererUrl = process.env.ANSWERER_URL || 'http://127.0.0.1:3001';
const answerer = createAnswerer(answererUrl);
const model = createModel(process.env.MODEL_URL || answererUrl, {
  apiKey: process.env.MODEL_KEY,
  chat: process.env.MODEL_NAME,
  embedding: process.env.EMBEDDING_NAME,
});
const background = createBackground();
const index = createIndex();
const vectors = createVectors();
const library = new Library({ index, vectors, storage, model });
for (const passage of await storage.allPassages()) index.add(passage.id, passage.text);
console.log(`library open: ${index.size} passages in ${storage.name}${archive ? ', full texts in postgresql' : ''}`);

serve(
  'ragapp',
  createApp({ index, vectors, library, storage, archive, answerer, model, background }),
  Number(process.env.PORT || 3000),
  async () => {
    await background.finished();
    await storage.close();
    await archive?.close();
  },
);
