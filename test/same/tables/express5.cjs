const { callsOf, setup } = require('../express-calls.cjs');
const { ask } = require('../served.cjs');

module.exports = {
  env: { NODE_ENV: 'production', FIRSTLIGHT_REQUEST_LOG: 'none' },
  setup: (load) => {
    setup('express')(load);
    return load('express');
  },
  calls: {
    ...callsOf(),
    'a rejected handler': async (express) => {
      const error = new Error('rejected');
      let same;
      const app = express()
        .use(async () => {
          throw error;
        })
        .use((caught, request, response, _next) => {
          same = caught === error;
          response.end();
        });
      return [await ask(app), same];
    },
  },
};
