// restify: handlers of each form, chains, errors, events and what the app finds of its own.
const { ask, thrown } = require('../served.cjs');

const of = ({ restify }, ...steps) => {
  const server = restify.createServer({ name: 'same', log: quiet });
  for (const [method, ...rest] of steps) server[method](...rest);
  return server;
};
const quiet = new Proxy(
  {},
  { get: (_, name) => (name === 'child' ? () => quiet : name === 'level' ? () => 0 : () => false) },
);
const served = async (server, ...rest) => {
  try {
    return await ask(server.server, ...rest);
  } finally {
    await new Promise((resolve) => {
      server.close(resolve);
      server.server.closeAllConnections();
    });
  }
};
const say = (text) => (request, response, next) => {
  response.send(200, text);
  next();
};

module.exports = {
  // Its spdy asks for a binding that Node.js 26 has no more.
  except: [26],
  env: { NODE_ENV: 'production', FIRSTLIGHT_REQUEST_LOG: 'none' },
  setup: (load) => ({ restify: load('restify') }),
  calls: {
    'an answer': (t) => served(of(t, ['get', '/', say('a')])),
    'a parameter': (t) =>
      served(of(t, ['get', '/a/:b', (request, response, next) => (response.send(request.params), next())]), '/a/c'),
    'use and pre': (t, see) =>
      served(
        of(
          t,
          ['pre', (request, response, next) => (see('pre', request.url), next())],
          ['use', (request, response, next) => (see('use', request.getRoute()?.path), next())],
          ['get', '/', say('a')],
        ),
      ),
    'several handlers': (t, see) =>
      served(
        of(t, [
          'get',
          '/',
          (q, r, next) => (see('first'), next()),
          [(q, r, next) => (see('second'), next()), say('a')],
        ]),
      ),
    'an asynchronous handler': (t) => served(of(t, ['get', '/', async (request, response) => response.send('a')])),
    'an asynchronous handler that rejects': (t) =>
      served(
        of(t, [
          'get',
          '/',
          async () => {
            throw new Error('own');
          },
        ]),
      ),
    'an asynchronous handler that rejects with nothing': (t) =>
      served(of(t, ['get', '/', async () => Promise.reject()])),
    'values handed to next': async (t, see) => {
      for (const name of ['an error', 'an own class', 'a string', 'a number', 'null'])
        see(
          name,
          await served(of(t, ['get', '/', (request, response, next) => next(thrown[name]())])).catch(
            (error) => error.message,
          ),
        );
    },
    'next(false)': (t) =>
      served(of(t, ['get', '/', (request, response, next) => (response.send('a'), next(false)), say('b')])),
    'next of a route': (t) =>
      served(
        of(
          t,
          ['get', '/', (request, response, next) => next('other')],
          ['get', { path: '/other', name: 'other' }, say('other')],
        ),
      ),
    events: async (t, see) => {
      const server = of(
        t,
        ['get', '/', say('a')],
        ['get', '/fails', (request, response, next) => next(new Error('own'))],
      );
      for (const name of ['pre', 'routed', 'after', 'NotFound', 'restifyError', 'uncaughtException'])
        server.on(name, (...args) => {
          see(name, args.length);
          if (name === 'restifyError' || name === 'NotFound') args[3]();
        });
      const answers = [
        await ask(server.server),
        await ask(server.server, '/fails'),
        await ask(server.server, '/missing'),
      ];
      await new Promise((resolve) => server.close(resolve));
      return answers;
    },
    'what is no handler': (t, see) => {
      for (const handler of [undefined, null, 7, 'x', {}, [], Symbol('s')])
        for (const method of ['use', 'pre'])
          see.outcome(`${method} ${typeof handler}`, () => of(t, [method, handler]).constructor.name);
      for (const handler of [undefined, null, 7, {}, Symbol('s')])
        see.outcome(`get ${typeof handler}`, () => typeof of(t, ['get', '/', handler]));
    },
    'paths that are none': (t, see) => {
      for (const path of [undefined, null, 7, {}, /a/, Symbol('s')])
        see.outcome(String(typeof path), () => typeof of(t, ['get', path, say('a')]));
    },
    'what methods return': (t) => {
      const server = of(t);
      return [server.use(say('a')) === server, server.pre(say('a')) === server, server.get('/b', say('a'))];
    },
    'names and lengths': (t) => {
      const server = of(t);
      return ['get', 'post', 'use', 'pre', 'del'].map((name) => [server[name].name, server[name].length]);
    },
    'handlers of a route': (t, see) => {
      const handler = function own(request, response, next) {
        response.send('a');
        next();
      };
      const server = of(t, ['get', { path: '/', name: 'home' }, handler]);
      see('route', Object.keys(server.router.getRoutes()));
      see(
        'chain',
        server.router.getRoutes().home.chain._stack.map((each) => [each.name, each.length]),
      );
      return served(server);
    },
    '`this` of a handler': (t, see) =>
      served(
        of(t, [
          'get',
          '/',
          function (request, response, next) {
            see('this', this === undefined || this?.constructor?.name);
            response.send('a');
            next();
          },
        ]),
      ),
    plugins: ({ restify }) => Object.keys(restify.plugins).length,
  },
};
