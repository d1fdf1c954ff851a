// @hapi/hapi: extensions in their order and ticks, who hears of an error, replies of each kind.
const { AsyncLocalStorage } = require('node:async_hooks');
const { injected, make, replyCalls, route, served } = require('../hapi-server.cjs');
const { ticks } = require('../served.cjs');

const POINTS = ['onRequest', 'onPreAuth', 'onCredentials', 'onPostAuth', 'onPreHandler', 'onPostHandler'];
const calls = {
  'a route, injected and served': async (t) => [
    await injected(
      route(make(t), ({ params, query }) => ({ params, query }), '/x/{id}'),
      '/x/1?a=b',
    ),
    await served(
      route(make(t), ({ params, query }) => ({ params, query }), '/x/{id}'),
      '/x/1?a=b',
    ),
    await served(make(t), '/nope'),
  ],
  'extensions run in their order': async (t) => {
    const log = [];
    const server = route(make(t), () => (log.push('handler'), 'ok'));
    for (const point of [...POINTS, 'onPreResponse'])
      server.ext(point, (request, h) => {
        log.push(point);
        return h.continue;
      });
    return [await served(server, '/'), log];
  },
  ticks: async (t) => {
    const log = [];
    const server = route(make(t), () => {
      ticks(log, 'handler');
      return new Promise((resolve) => {
        setTimeout(resolve, 20, 'x');
      });
    });
    server.ext('onRequest', (request, h) => {
      ticks(log, 'onRequest');
      return h.continue;
    });
    server.ext('onPreHandler', async (request, h) => {
      ticks(log, 'onPreHandler');
      return h.continue;
    });
    return [await served(server, '/'), log];
  },
  'an own AsyncLocalStorage': async (t) => {
    const storage = new AsyncLocalStorage();
    const server = route(make(t), async () => {
      await null;
      return storage.getStore() ?? 'lost';
    });
    server.ext('onRequest', (request, h) => {
      storage.enterWith('entered');
      return h.continue;
    });
    return [
      await served(server, '/'),
      await injected(
        route(make(t), () => storage.getStore() ?? 'none'),
        '/',
      ),
    ];
  },
  'an extension that takes over': async (t) => {
    const server = route(make(t), () => 'never');
    server.ext('onPreHandler', (request, h) => h.response('taken').code(202).takeover());
    return served(server, '/');
  },
  'extensions of each form': async (t, see) => {
    const method = (request, h) => h.continue;
    for (const given of [
      { type: 'onRequest', method },
      [{ type: 'onRequest', method: [method, method] }],
      Object.freeze({ type: 'onPreStart', method: () => {} }),
      { type: 'onNothing', method },
      { type: 'onRequest' },
      undefined,
      null,
      7,
    ])
      see.outcome(String(given?.type ?? given), () => make(t).ext(see.unchanged('ext', given)));
    see.outcome('a name that is none', () => make(t).ext('onNothing', method));
  },
  'an extension of a plugin, with this': async (t) => {
    const server = route(make(t), () => 'ok');
    const seen = [];
    const bound = { own: true };
    await server.register({
      name: 'p',
      register(plugin, options) {
        seen.push(options);
        plugin.bind(bound);
        plugin.ext('onPreHandler', function (request, h) {
          seen.push([this === bound, h.context === bound, h.realm.plugin]);
          return h.continue;
        });
        plugin.route({ method: 'GET', path: '/p', handler: (request, h) => h.context.own });
      },
    });
    return [await served(server, '/p'), seen];
  },
  'plugins of each form': async (t, see) => {
    const register = () => {};
    for (const plugin of [{ name: 'a', register }, { plugin: Object.freeze({ name: 'b', register }) }, {}, null, 7])
      await see.settled(
        String(plugin?.name ?? plugin),
        (async () => make(t).register(plugin))().then(() => 'registered'),
      );
    await see.settled(
      'a list, with options',
      make(t)
        .register(
          see.unchanged(
            'list',
            Object.freeze([
              Object.freeze({
                plugin: { name: 'c', register: (_, options) => see('options', options) },
                options: { a: 1 },
              }),
            ]),
          ),
        )
        .then(() => 'registered'),
    );
  },
  'routes of each form': async (t, see) => {
    const handler = () => 'ok';
    for (const given of [
      { method: 'GET', path: '/a', handler },
      { method: ['GET', 'POST'], path: '/b', handler },
      [Object.freeze({ method: 'get', path: '/c', options: Object.freeze({ handler }) })],
      { method: 'GET', path: '/d', options: () => ({ handler }) },
      { method: 'GET', path: '/e' },
      { method: 'GET', path: 'f', handler },
      undefined,
      {},
    ]) {
      const server = make(t);
      see.outcome('route', () => server.route(see.unchanged('given', given)));
      see(
        'table',
        server.table().map(({ method, path, settings }) => [method, path, settings.handler === handler]),
      );
    }
  },
  'one options object for several routes': async (t, see) => {
    const options = see.unchanged('options', Object.freeze({ tags: Object.freeze(['a']), app: { own: 1 } }));
    const server = make(t);
    for (const path of ['/a', '/b/{x?}'])
      server.route({ method: 'GET', path, options, handler: ({ params }) => params });
    return served(server, '/b/7');
  },
  'the handler is found': (t) => {
    const handler = function own() {};
    const server = route(make(t), handler);
    const { settings, public: found } = server.match('get', '/');
    return [settings.handler === handler, settings.handler.name, found === undefined];
  },
  'prerequisites, in their order': (t) =>
    served(
      route(make(t), ({ pre }) => pre, '/', {
        options: {
          pre: [
            [
              { method: () => 1, assign: 'a' },
              { method: async () => 2, assign: 'b' },
            ],
            { method: ({ pre }) => pre.a, assign: 'c' },
          ],
        },
      }),
      '/',
    ),
  'lifecycle methods as objects': (t) =>
    served(
      route(make(t), () => 'ok', '/', {
        options: { ext: { onPreHandler: { method: (request, h) => h.response('own').takeover() } } },
      }),
      '/',
    ),
  authentication: async (t) => {
    const server = make(t);
    server.auth.scheme('own', () => ({
      authenticate: (request, h) =>
        request.query.as
          ? h.authenticated({ credentials: Object.freeze({ id: request.query.as }) })
          : h.unauthenticated(new Error('no')),
    }));
    server.auth.strategy('s', 'own');
    server.auth.default('s');
    route(server, ({ auth }) => auth.credentials.id);
    return [await served(server, '/?as=u1'), await injected(server, '/')];
  },
  validation: (t) =>
    served(
      route(make(t), () => 'ok', '/', {
        options: {
          validate: {
            query: () => {
              throw new Error('not valid');
            },
          },
        },
      }),
      '/?a=1',
    ),
  'methods look as they did': (t) => {
    const server = make(t);
    return ['ext', 'route', 'register', 'start', 'inject', 'decorate', 'match'].map((name) => [
      name,
      server[name].name,
      server[name].length,
      Object.hasOwn(server, name),
    ]);
  },
  'keys of a request': async (t) => {
    let keys;
    await served(
      route(make(t), (request) => {
        keys = [Reflect.ownKeys(request), Reflect.ownKeys(request.app), Reflect.ownKeys(request.plugins)].map((list) =>
          list.map(String),
        );
        return '';
      }),
      '/',
    );
    return keys;
  },
  decorations: async (t, see) => {
    const server = make(t);
    server.decorate('request', 'own', () => 'own');
    server.decorate('toolkit', 'own', function () {
      return this.response('toolkit');
    });
    see.outcome('twice', () => server.decorate('request', 'own', () => 1));
    return served(
      route(server, (request, h) => [request.own(), typeof h.own]),
      '/',
    );
  },
  'events of the server': async (t) => {
    const server = route(make(t), () => {
      throw new Error('own');
    });
    const log = [];
    server.events.on('response', ({ path, response }) => log.push(['response', path, response.statusCode]));
    server.events.on({ name: 'request', channels: 'error' }, (request, { error }, tags) =>
      log.push(['error', error.message, Object.keys(tags)]),
    );
    for (const name of ['start', 'stop']) server.events.once(name, () => log.push(name));
    return [await served(server, '/'), log];
  },
  'a server that is used by itself': async (t) => {
    const server = require('node:http').createServer();
    const own = route(make(t, { listener: server, autoListen: true }), () => 'own');
    return [await served(own, '/'), server.eventNames().map((name) => [String(name), server.listenerCount(name)])];
  },
  'options of each kind': (t, see) => {
    for (const options of [undefined, null, {}, Object.freeze({}), { port: 'x' }, { unknown: 1 }, 7])
      see.outcome(JSON.stringify(options) ?? 'undefined', () => t.Hapi.server(options).info.protocol);
  },
  '`this` is lost': (t, see) => {
    const { ext, route: add } = make(t);
    see.outcome('ext', () => ext('onRequest', () => {}));
    see.outcome('route', () => add({ method: 'GET', path: '/', handler: () => '' }));
  },
};
module.exports = {
  scopes: ['@opentelemetry/instrumentation-http'],
  setup: (load) => ({ Hapi: load('@hapi/hapi') }),
  calls: { ...calls, ...replyCalls },
};
