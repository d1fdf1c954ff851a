import express from 'express';
import { documentRoutes } from './documents.js';
import { questionRoutes } from './questions.js';

/** The Express app over its parts: {index, vectors, library, storage, archive, answerer, model, background}. */
export function createApp(parts) {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: '2mb' }));

  app.get('/health', (req, res) => {
    res.json({ status: 'ok', storage: parts.storage.name, passages: parts.index.size });
  });
  app.use(documentRoutes(parts));
  app.use(questionRoutes(parts));

  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    const status = error.status ?? 500;
    if (status >= 500) console.error(`${req.method} ${req.path} failed:`, error.message);
    res.status(status).json({ error: status === 500 ? 'Something went wrong.' : error.message });
  });
  return app;
}
