// The writers. Each peer is set up as its documentation says, and reads the IDs from the async context on every line;
// firstlight is the logger of the built package under its preload, which brings the IDs itself.
'use strict';

exports.winston = (storage) => {
  const winston = require('winston');
  const ids = winston.format((info) => Object.assign(info, storage.getStore()));
  return winston.createLogger({
    level: 'info',
    format: winston.format.combine(ids(), winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Console()],
  });
};

// instrumentation-winston adds the trace IDs here and sends each line over OTLP as well.
exports['winston instrumented'] = (storage) => {
  const winston = require('winston');
  const ids = winston.format((info) => Object.assign(info, { request_id: storage.getStore().request_id }));
  return winston.createLogger({
    level: 'info',
    format: winston.format.combine(ids(), winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Console()],
  });
};

exports.pino = (storage) => {
  const pino = require('pino');
  const logger = pino(
    { mixin: () => storage.getStore(), timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message' },
    pino.destination(1),
  );
  return {
    info: (message, fields) => logger.info(fields, message),
    debug: (message, fields) => logger.debug(fields, message),
  };
};

exports['console.log'] = (storage) => ({
  info: (message, fields) =>
    console.log(
      JSON.stringify({ timestamp: new Date().toISOString(), level: 'info', message, ...storage.getStore(), ...fields }),
    ),
  debug: () => {},
});

// Each line has one more field, whose value is hidden.
exports['firstlight with a secret'] = () => {
  const logger = require('../../dist/index.js').getLogger();
  return {
    // A literal, as apps write it: a spread costs as much as the line.
    info: (message, { user, items, path }) => logger.info(message, { user, items, path, token: 'c2VjcmV0' }),
    debug: (message, fields) => logger.debug(message, fields),
  };
};

exports.firstlight = () => require('../../dist/index.js').getLogger();
