// The first service: takes documents in, finds the passages a question is about, lets the answerer put the answer
// together.
import { createBackground } from './ingestion/background.js';
import { createIndex } from './retrieval/bm25.js';
import { openArchive } from './storage/archive.js';
import { openStorage } from './storage/open.js';
import { createAnswerer } from './web/answerer-client.js';
import { createApp } from './web/app.js';
import { serve } from './web/serve.js';

const storage = await openStorage(process.env);
const archive = await openArchive(process.env);
const answerer = createAnswerer(process.env.ANSWERER_URL || 'http://127.0.0.1:3001');
const background = createBackground();
const index = createIndex();
for (const passage of await storage.allPassages()) index.add(passage.id, passage.text);
console.log(`library open: ${index.size} passages in ${storage.name}${archive ? ', full texts in postgresql' : ''}`);

serve(
  'ragapp',
  createApp({ index, storage, archive, answerer, background }),
  Number(process.env.PORT || 3000),
  async () => {
    await background.finished();
    await storage.close();
    await archive?.close();
  },
);
