// What an app of Express answers, and what becomes of what its handlers throw.
const { ask, thrown } = require('./served.cjs');

/** @param release Returns the Express to use: the calls are made before it is loaded. */
exports.answersOf = (release, appWith, done) => {
  const calls = {
    'request and response have no more keys': async () => {
      let keys;
      await ask(
        appWith((request, response) => {
          keys = [request, response].map((message) =>
            Reflect.ownKeys(message)
              .map(String)
              .filter((key) => !/^Symbol\(k|^_|Symbol\(async/.test(key)),
          );
          response.end();
        }),
      );
      return keys;
    },
    'answered twice, and after the end': async () => {
      let error;
      const app = appWith((request, response) => {
        response.send('one');
        try {
          response.send('two');
        } catch (caught) {
          error = caught.code;
        }
      });
      return [await ask(app), error];
    },
    'OPTIONS and HEAD answer by themselves': async () => {
      const app = release()().get('/x', done).post('/x', done);
      return [await ask(app, '/x', { method: 'OPTIONS' }), await ask(app, '/x', { method: 'HEAD' })];
    },
  };
  for (const [title, make] of Object.entries(thrown)) {
    calls[`thrown: ${title}`] = async () => {
      const value = make();
      let same;
      const app = appWith(
        () => {
          throw value;
        },
        (error, request, response, _next) => {
          same = Object.is(error, value);
          response.status(500).end('caught');
        },
        done,
      );
      return [await ask(app), same];
    };
    calls[`passed on below a router: ${title}`] = async () => {
      const value = make();
      let same;
      const router = release()
        .Router()
        .get('/x', (request, response, next) => next(value));
      const app = release()()
        .use('/in/:p', router)
        .use((error, request, response, _next) => {
          same = Object.is(error, value);
          response.status(500).end(request.baseUrl);
        });
      return [await ask(app, '/in/1/x'), same];
    };
  }
  return calls;
};
