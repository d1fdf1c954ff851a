// Makes 20 spans and 20 log records, then ends in one of the ways in which processes end.
'use strict';

const { trace } = require('@opentelemetry/api');
const [how, writer] = process.argv.slice(2);

const loggers = {
  winston() {
    const winston = require('winston');
    return winston.createLogger({ format: winston.format.json(), transports: [new winston.transports.Console()] });
  },
  console: () => ({ info: (message) => console.log(message) }),
};
const endings = {
  'natural end': () => process.disconnect(),
  'process.exit(3)': () => process.exit(3),
  throw: () => {
    throw new Error('thrown on purpose');
  },
  'unhandled rejection': () => void Promise.reject(new Error('rejected on purpose')),
  SIGTERM: () => setInterval(() => {}, 1000),
  SIGINT: () => setInterval(() => {}, 1000),
};

const logger = loggers[writer]();
const tracer = trace.getTracer('bench');
for (let index = 0; index < 20; index += 1) {
  tracer.startActiveSpan('bench span', (span) => {
    logger.info('bench line');
    span.end();
  });
}
// The next turn, so that the message to the parent is out before the process may be gone.
process.send({ made: 20 }, () => setImmediate(() => endings[how]()));
