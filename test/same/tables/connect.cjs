// connect: layers, mounts, errors and what the app finds in its stack.
const { ask, ticks } = require('../served.cjs');

const of = (connect, ...steps) => steps.reduce((app, step) => app.use(...[step].flat()), connect());
const say = (text) => (request, response) => response.end(text);

module.exports = {
  env: { NODE_ENV: 'production' },
  setup: (load) => ({ connect: load('connect') }),
  calls: {
    'an answer': ({ connect }) => ask(of(connect, say('a'))),
    'no layer': ({ connect }) => ask(connect()),
    'a layer in the stack': ({ connect }) => {
      const first = function first(request, response, next) {
        next();
      };
      const app = of(connect, first);
      return [app.stack[0].handle === first, app.stack.map(({ route, handle }) => [route, handle.name, handle.length])];
    },
    'a layer is taken out': ({ connect }) => {
      const first = say('first');
      const app = of(connect, first, say('second'));
      app.stack.splice(
        app.stack.findIndex(({ handle }) => handle === first),
        1,
      );
      return ask(app);
    },
    'a mount': ({ connect }) =>
      ask(of(connect, ['/a', (request, response) => response.end(`${request.url} ${request.originalUrl}`)]), '/a/b?c'),
    'a mounted app': ({ connect }) => ask(of(connect, ['/a', of(connect, ['/b', say('deep')])]), '/a/b'),
    'an error is handed on': ({ connect }, see) => {
      const error = new Error('own');
      const app = of(
        connect,
        (request, response, next) => next(error),
        say('skipped'),
        (caught, request, response, _next) => {
          see('same', caught === error);
          response.end('handled');
        },
      );
      return ask(app);
    },
    'a layer that throws': ({ connect }) =>
      ask(
        of(
          connect,
          () => {
            throw new Error('own');
          },
          (error, request, response, _next) => response.end(error.message),
        ),
      ),
    'an error that is a text': ({ connect }) =>
      ask(
        of(
          connect,
          (request, response, next) => next('text'),
          (error, request, response, _next) => response.end(`got ${error}`),
        ),
      ),
    'an error without a handler': ({ connect }) =>
      ask(of(connect, (request, response, next) => next(Object.assign(new Error('own'), { status: 418 })))),
    'next twice': ({ connect }, see) =>
      ask(
        of(
          connect,
          (request, response, next) => {
            next();
            see.outcome('again', () => next());
          },
          (request, response) => {
            if (!response.writableEnded) response.end('once');
          },
        ),
      ),
    'what is no layer': ({ connect }, see) => {
      for (const layer of [undefined, null, 7, 'x', {}, [], Symbol('s')])
        see.outcome(String(typeof layer), () => connect().use(layer) && 'used');
      for (const layer of [undefined, null, 7, {}]) see.outcome('mounted', () => connect().use('/a', layer) && 'used');
    },
    'a route that is none': ({ connect }, see) => {
      for (const route of [undefined, null, 7, {}, Symbol('s')])
        see.outcome(String(typeof route), () =>
          connect()
            .use(route, say('a'))
            .stack.map((layer) => layer.route),
        );
    },
    'what use returns': ({ connect }) => {
      const app = connect();
      return [app.use(say('a')) === app, app.use.name, app.use.length, Object.keys(app).sort()];
    },
    'a server as a layer': ({ connect }) =>
      ask(of(connect, ['/a', require('node:http').createServer(say('server'))]), '/a'),
    'an asynchronous layer': ({ connect }) =>
      ask(
        of(
          connect,
          async (request, response, next) => {
            await null;
            next();
          },
          say('after'),
        ),
      ),
    ticks: async ({ connect }) => {
      const log = [];
      const app = of(
        connect,
        (request, response, next) => {
          ticks(log, '1');
          next();
        },
        (request, response) => {
          ticks(log, '2');
          setTimeout(() => response.end('x'), 20);
        },
      );
      return [await ask(app), log];
    },
    'properties of a layer': ({ connect }) => {
      const layer = Object.assign((request, response) => response.end(layer.own), { own: 'kept' });
      const app = of(connect, layer);
      return [app.stack[0].handle.own, ask(app)][0];
    },
    'a layer without a name and with four parameters by default': ({ connect }) =>
      ask(of(connect, (request, response, next, _more = 1) => response.end(String(next.length)))),
    '`this` of a layer': ({ connect }, see) =>
      ask(
        of(connect, function (request, response) {
          see('this', this === undefined || this === globalThis || this?.constructor?.name);
          response.end();
        }),
      ),
  },
};
