// router, as Express 5 has it: layers, parameters, mounts, errors, and what the app finds in its stack.
const { ask, thrown, ticks } = require('../served.cjs');

const served = (router, ...rest) =>
  ask(
    (request, response) => {
      router(request, response, (error) => {
        response.statusCode = error ? 500 : 404;
        response.end(error ? `failed ${typeof error}` : 'none');
      });
    },
    ...rest,
  );
const of = ({ Router }, ...steps) => {
  const router = Router();
  for (const [method, ...rest] of steps) router[method](...rest);
  return router;
};
const say = (text) => (request, response) => response.end(text);

module.exports = {
  env: { FIRSTLIGHT_REQUEST_LOG: 'none' },
  setup: (load) => ({ Router: load('router') }),
  calls: {
    'an answer': (t) => served(of(t, ['get', '/', say('a')])),
    'no route': (t) => served(of(t)),
    'a parameter': (t) => served(of(t, ['get', '/:a', (q, r) => r.end(JSON.stringify(q.params))]), '/b'),
    'a handler of param': (t, see) =>
      served(
        of(
          t,
          ['param', 'a', (request, response, next, value, name) => (see('param', [value, name]), next())],
          ['get', '/:a', say('a')],
        ),
        '/b',
      ),
    'a mounted router': (t) =>
      served(of(t, ['use', '/a', of(t, ['get', '/b', (q, r) => r.end(`${q.baseUrl} ${q.url}`)])]), '/a/b?c'),
    'a route with several handlers': (t, see) =>
      served(
        of(
          t,
          ['get', '/', (q, r, next) => (see('first'), next()), [(q, r, next) => next('route'), say('skipped')]],
          ['get', '/', say('b')],
        ),
      ),
    'values handed to next': async (t, see) => {
      for (const [name, make] of Object.entries(thrown)) {
        const value = make();
        const router = of(
          t,
          ['get', '/', (request, response, next) => next(value)],
          [
            'use',
            (error, request, response, _next) => (see(`${name} is the same`, error === value), response.end('handled')),
          ],
        );
        see(name, await served(router));
      }
    },
    'values thrown': async (t, see) => {
      for (const [name, make] of Object.entries(thrown))
        see(
          name,
          await served(
            of(t, [
              'get',
              '/',
              () => {
                throw make();
              },
            ]),
          ),
        );
    },
    'values rejected with': async (t, see) => {
      for (const [name, make] of Object.entries(thrown))
        see(name, await served(of(t, ['get', '/', () => Promise.reject(make())])));
      see('nothing', await served(of(t, ['get', '/', () => Promise.reject()])));
    },
    'next out of the router': (t) =>
      served(of(t, ['use', of(t, ['use', (q, r, next) => next('router')])], ['use', say('after')])),
    'layers of the stack': (t) => {
      const own = function own(request, response, next) {
        next();
      };
      const router = of(t, ['use', own], ['get', '/a', say('a')]);
      return [
        router.stack[0].handle === own,
        router.stack.map(({ name, route, handle }) => [name, route?.path, handle.length]),
      ];
    },
    'a layer is taken out': (t) => {
      const router = of(t, ['use', say('first')], ['use', say('second')]);
      router.stack.shift();
      return served(router);
    },
    'what is no handler': (t, see) => {
      for (const handler of [undefined, null, 7, 'x', {}, [], Symbol('s')]) {
        see.outcome(`use ${typeof handler}`, () => typeof of(t, ['use', handler]));
        see.outcome(`get ${typeof handler}`, () => typeof of(t, ['get', '/', handler]));
        see.outcome(`param ${typeof handler}`, () => typeof of(t, ['param', 'a', handler]));
      }
    },
    'paths that are none': (t, see) => {
      for (const path of [undefined, null, 7, {}, /a/, ['/a', /b/], '/:', Symbol('s')])
        see.outcome(String(typeof path), () => typeof of(t, ['get', path, say('a')]));
    },
    'paths of each kind': async (t, see) => {
      for (const path of [/^\/a$/, ['/x', '/a'], '/{a}', '/*rest'])
        see(String(path), await served(of(t, ['get', path, say('hit')]), '/a'));
    },
    'what methods return': (t) => {
      const router = of(t);
      const route = router.route('/a');
      return [router.use(say('a')) === router, router.get('/', say('a')) === router, route.get(say('a')) === route];
    },
    'names and lengths': ({ Router }) => [
      [Router.name, Router.length],
      ...['use', 'get', 'all', 'param', 'route', 'handle'].map((name) => [
        name,
        Router.prototype[name]?.name,
        Router.prototype[name]?.length,
      ]),
      Object.keys(Router),
    ],
    'a router by new': ({ Router }) => {
      const router = new Router({ mergeParams: true, strict: true });
      return [typeof router, router instanceof Router, Object.keys(router).sort()];
    },
    ticks: async (t) => {
      const log = [];
      const router = of(
        t,
        ['use', (request, response, next) => (ticks(log, '1'), next())],
        ['get', '/', (request, response) => (ticks(log, '2'), setTimeout(() => response.end('x'), 20))],
      );
      return [await served(router), log];
    },
    'properties of a handler': (t) => {
      const handler = Object.assign(say('a'), { own: 'kept' });
      return of(t, ['use', handler]).stack[0].handle.own;
    },
  },
};
