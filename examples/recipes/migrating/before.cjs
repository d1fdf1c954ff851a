// A middleware and a logger as many apps have them: IDs in every line, by hand.
const { AsyncLocalStorage } = require('node:async_hooks');
const { randomUUID } = require('node:crypto');
const express = require('express');
const winston = require('winston');

const requests = new AsyncLocalStorage();
const logger = winston.createLogger({
  format: winston.format.combine(
    winston.format((info) => ({ ...info, requestId: requests.getStore()?.id }))(),
    winston.format.timestamp(),
    winston.format.json(),
  ),
  transports: [new winston.transports.Console()],
});

const app = express();
app.use((request, response, next) => {
  const id = request.get('x-request-id') ?? randomUUID();
  response.set('x-request-id', id);
  const started = Date.now();
  response.on('finish', () =>
    logger.info('request', { path: request.path, status: response.statusCode, ms: Date.now() - started }),
  );
  requests.run({ id }, next);
});
app.get('/users/:id', (request, response) => {
  logger.info('looking up', { user: request.params.id });
  response.json({ id: request.params.id });
});
const server = app.listen(process.env.PORT ?? 3000, () => logger.info(`listening on ${server.address().port}`));
