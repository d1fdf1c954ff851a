// The second service: composes answers and summaries out of passages, in the words of the texts. It keeps nothing.
import express from 'express';
import { composeAnswer, composeSummary } from './answering/compose.js';
import { serve } from './web/serve.js';

const app = express();
app.disable('x-powered-by');
app.use(express.json({ limit: '2mb' }));

app.get('/health', (req, res) => {
  res.json({ status: 'ok' });
});

app.post('/answers', (req, res) => {
  const { question = '', passages = [] } = req.body ?? {};
  const composed = composeAnswer(question, passages);
  console.log(`composed an answer out of ${passages.length} passages`);
  res.json(composed);
});

app.post('/summaries', (req, res) => {
  const { title = '', passages = [] } = req.body ?? {};
  console.log(`composed a summary of "${title}"`);
  res.json(composeSummary(passages));
});

serve('answerer', app, Number(process.env.PORT || 3001));
