const { alone, calls } = require('../redis-calls.cjs');

module.exports = {
  service: 'redis',
  scopes: ['@opentelemetry/instrumentation-redis'],
  setup: (load) => load('redis'),
  calls,
  alone,
};
