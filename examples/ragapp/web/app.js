import express from 'express';
import { documentRoutes } from './documents.js';
import { questionRoutes } from './questions.js';

/** The Express app over a library: {index, storage, archive, answerer, background}. */
export function createApp(library) {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: '2mb' }));

  app.get('/health', (req, res) => {
    res.json({ status: 'ok', storage: library.storage.name, passages: library.index.size });
  });
  app.use(documentRoutes(library));
  app.use(questionRoutes(library));

  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    const status = error.status ?? 500;
    if (status >= 500) console.error(`${req.method} ${req.path} failed:`, error.message);
    res.status(status).json({ error: status === 500 ? 'Something went wrong.' : error.message });
  });
  return app;
}
