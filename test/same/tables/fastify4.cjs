const { calls } = require('../fastify-calls.cjs');

module.exports = { env: { FIRSTLIGHT_REQUEST_LOG: 'none' }, setup: (load) => ({ fastify: load('fastify@4') }), calls };
