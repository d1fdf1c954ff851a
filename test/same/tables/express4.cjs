const { callsOf, setup } = require('../express-calls.cjs');
const { ask } = require('../served.cjs');

module.exports = {
  env: { NODE_ENV: 'production', FIRSTLIGHT_REQUEST_LOG: 'none' },
  setup: (load) => {
    setup('express@4')(load);
    return load('express@4');
  },
  calls: callsOf(),
  alone: {
    'an asynchronous handler that rejects ends the process': (express) =>
      ask(
        express().use(async () => {
          throw new Error('nobody handles it');
        }),
      ),
  },
};
