import { Router } from 'express';

/** POST /questions {"question": "…"} and GET /ask?q=… */
export function questionRoutes({ index, storage, answerer }) {
  const router = Router();

  async function reply(question, res) {
    if (typeof question !== 'string' || !question.trim()) {
      res.status(400).json({ error: 'Ask a question.' });
      return;
    }
    const found = index.search(question);
    const passages = await storage.passages(found.map((passage) => passage.id));
    console.log(
      passages.length ? `found ${passages.length} passages, the best in "${passages[0].title}"` : 'found no passage',
    );
    const { answer, sources } = await answerer.answer(question, passages);
    res.json({ question, answer, sources });
  }

  router.post('/questions', (req, res) => reply(req.body?.question, res));
  router.get('/ask', (req, res) => reply(req.query.q, res));
  return router;
}
