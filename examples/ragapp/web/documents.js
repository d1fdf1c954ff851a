import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import { ingest } from '../ingestion/ingest.js';

/** POST, list, read and forget documents. A posted document is ingested in the background: the reply is 202. */
export function documentRoutes({ index, vectors, storage, archive, answerer, model, background }) {
  const router = Router();

  router.post('/documents', (req, res) => {
    const { title, author, text } = req.body ?? {};
    if (typeof title !== 'string' || typeof text !== 'string' || !title.trim() || !text.trim()) {
      res.status(400).json({ error: 'A document needs a "title" and a "text".' });
      return;
    }
    const document = { id: randomUUID().slice(0, 8), title, author, text };
    console.log(`received "${title}" (${document.id}): ${text.length} characters`);
    background.add(title, () => ingest(document, { index, vectors, storage, archive, answerer, model }));
    res.status(202).json({ id: document.id, title });
  });

  router.get('/documents', async (req, res) => {
    res.json({ documents: await storage.documents(), waiting: background.waiting });
  });

  router.get('/documents/:id', async (req, res) => {
    const found =
      (await archive?.text(req.params.id)) ??
      (await storage.documents()).find((document) => document.id === req.params.id);
    if (found) res.json(found);
    else res.status(404).json({ error: 'No such document.' });
  });

  router.delete('/documents', async (req, res) => {
    await background.finished(); // or what is being ingested would come back
    await storage.forget();
    await archive?.forget();
    index.clear();
    vectors.clear();
    res.status(204).end();
  });

  return router;
}
