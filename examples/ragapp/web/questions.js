import { Router } from 'express';

/** POST /questions {"question": "…"} and GET /ask?q=… */
export function questionRoutes({ library, model }) {
  const router = Router();

  async function reply(question, res) {
    if (typeof question !== 'string' || !question.trim()) {
      res.status(400).json({ error: 'Ask a question.' });
      return;
    }
    const found = await library.invoke(question);
    const passages = found.map(({ pageContent: text, metadata: { title } }) => ({ title, text }));
    console.log(
      passages.length ? `found ${passages.length} passages, the best in "${passages[0].title}"` : 'found no passage',
    );
    const { answer, sources } = await model.answer(question, passages);
    res.json({ question, answer, sources });
  }

  router.post('/questions', (req, res) => reply(req.body?.question, res));
  router.get('/ask', (req, res) => reply(req.query.q, res));
  return router;
}
