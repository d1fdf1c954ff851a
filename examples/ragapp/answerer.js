// The second service: a model that stands in for a real one, and summaries, in the words of the texts. It keeps nothing.
import express from 'express';
import { composeSummary } from './answering/compose.js';
import { modelRoutes } from './answering/model.js';
import { serve } from './web/serve.js';

const app = express();
app.disable('x-powered-by');
app.use(express.json({ limit: '2mb' }));

app.get('/health', (req, res) => {
  res.json({ status: 'ok' });
});

app.use(modelRoutes());

app.post('/summaries', (req, res) => {
  const { title = '', passages = [] } = req.body ?? {};
  console.log(`composed a summary of "${title}"`);
  res.json(composeSummary(passages));
});

serve('answerer', app, Number(process.env.PORT || 3001));
