// A hand-written winston middleware: request ID, start line, end line. Trace IDs come from instrumentation-winston.
'use strict';

const { randomUUID } = require('node:crypto');
const winston = require('winston');

const logger = winston.createLogger({
  level: 'info',
  format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
  transports: [new winston.transports.Console()],
});

module.exports = (request, response, next) => {
  const fields = {
    request_id: request.headers['x-request-id'] || randomUUID(),
    method: request.method,
    path: request.path,
  };
  const startedAt = performance.now();
  response.setHeader('X-Request-Id', fields.request_id);
  logger.info('request started', fields);
  response.on('finish', () => {
    const level = response.statusCode >= 500 ? 'error' : response.statusCode >= 400 ? 'warn' : 'info';
    logger.log(level, 'request completed', {
      ...fields,
      status_code: response.statusCode,
      duration_ms: Math.round((performance.now() - startedAt) * 1000) / 1000,
      route: request.route?.path,
    });
  });
  next();
};
