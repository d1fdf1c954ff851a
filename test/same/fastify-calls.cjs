// The calls of the tables of Fastify, by the release.
const { AsyncLocalStorage } = require('node:async_hooks');
const { thrown, ticks } = require('./served.cjs');

const HOOKS = ['onRequest', 'preParsing', 'preValidation', 'preHandler', 'preSerialization', 'onSend', 'onResponse'];
const brief = ({ statusCode, body, headers }) => ({ statusCode, body, type: headers['content-type'] });
const inject = async (app, ...args) => {
  try {
    return brief(await app.inject(...args));
  } finally {
    await app.close();
  }
};
const served = async (app, path) => {
  const { ask } = require('./served.cjs');
  await app.listen({ port: 0, host: '127.0.0.1' });
  try {
    return await ask(app.server, path);
  } finally {
    await app.close();
  }
};

exports.calls = {
  'a route, injected and served': async ({ fastify }) => {
    const make = () => fastify().get('/x/:id', async ({ params, query }) => ({ params, query }));
    return [await inject(make(), '/x/1?a=b'), await served(make(), '/x/1?a=b'), await served(make(), '/nope')];
  },
  'hooks run in their order': async ({ fastify }) => {
    const log = [];
    const app = fastify();
    for (const name of HOOKS)
      app.addHook(name, async () => {
        log.push(name);
      });
    app.get(
      '/',
      {
        onRequest: (request, reply, done) => {
          log.push('own onRequest');
          done();
        },
      },
      async () => {
        log.push('handler');
        return { a: 1 };
      },
    );
    return [await served(app, '/'), log];
  },
  'ticks of hooks': async ({ fastify }) => {
    const log = [];
    const app = fastify();
    app
      .addHook('onRequest', (request, reply, done) => {
        ticks(log, 'onRequest');
        done();
      })
      .addHook('preHandler', async () => {
        ticks(log, 'preHandler');
      });
    app.get('/', (request, reply) => {
      ticks(log, 'handler');
      setTimeout(() => reply.send('x'), 20);
    });
    return [await served(app, '/'), log];
  },
  'an own AsyncLocalStorage': async ({ fastify }) => {
    const storage = new AsyncLocalStorage();
    const run = fastify();
    run
      .addHook('onRequest', (request, reply, done) => storage.run('run', done))
      .get('/', async () => storage.getStore() ?? 'lost');
    const entered = fastify();
    entered
      .addHook('onRequest', (request, reply, done) => {
        storage.enterWith('entered');
        done();
      })
      .get('/', async () => storage.getStore() ?? 'lost');
    return [await served(run, '/'), await served(entered, '/')];
  },
  'routes are printed, and found': async ({ fastify }) => {
    const app = fastify();
    app.addHook('onRequest', async function own() {});
    app.get('/a/:id', async () => 1).post('/a/b', async () => 1);
    await app.ready();
    const printed = [
      app.printRoutes(),
      app.printRoutes({ includeHooks: true, includeMeta: true }),
      app.hasRoute({ method: 'GET', url: '/a/:id' }),
    ];
    await app.close();
    return printed;
  },
  'what onRoute sees': async ({ fastify }, see) => {
    const app = fastify();
    const handler = async function handler() {
      return 1;
    };
    app.addHook('onRoute', (options) =>
      see(options.method, { keys: Object.keys(options), same: options.handler === handler }),
    );
    app.get('/x', { config: Object.freeze({ own: true }) }, handler);
    return inject(app, '/x');
  },
  'frozen options for several routes': ({ fastify }, see) => {
    const options = see.unchanged(
      'options',
      Object.freeze({ schema: { params: { type: 'object', properties: { id: { type: 'integer' } } } } }),
    );
    return inject(
      fastify()
        .get('/a/:id', options, async ({ params }) => params)
        .get('/b/:id', options, async ({ params }) => params),
      '/b/7',
    );
  },
  'validation that fails': ({ fastify }) =>
    served(
      fastify().get(
        '/a/:id',
        { schema: { params: { type: 'object', properties: { id: { type: 'integer' } } } } },
        async () => 1,
      ),
      '/a/x',
    ),
  'encapsulated plugins, prefixes and 404s': async ({ fastify }) => {
    const make = () =>
      fastify()
        .setNotFoundHandler((request, reply) => reply.code(404).send('outer'))
        .register(
          async (app) => {
            app.get('/in', async () => 'in');
            app.setNotFoundHandler((request, reply) => reply.code(404).send('inner'));
          },
          { prefix: '/p' },
        );
    return [await served(make(), '/p/in'), await served(make(), '/p/nope'), await served(make(), '/nope')];
  },
  constraints: async ({ fastify }) => {
    const make = () =>
      fastify()
        .get('/', { constraints: { version: '1.0.0' } }, async () => 'one')
        .get('/', { constraints: { host: 'a.example' } }, async () => 'a');
    return [
      await inject(make(), { url: '/', headers: { 'accept-version': '1.x' } }),
      await inject(make(), { url: '/', headers: { host: 'a.example' } }),
      await inject(make(), '/'),
    ];
  },
  'context and keys of a request': async ({ fastify }, see) =>
    inject(
      fastify().get('/', async function handler(request, reply) {
        see('this', this.constructor.name);
        see('route', request.routeOptions?.url ?? request.routerPath);
        see(
          'keys',
          [request, reply].map((object) =>
            Reflect.ownKeys(object)
              .map(String)
              .filter((key) => !/id|log|diagnosticsStore/i.test(key)),
          ),
        );
        return 'x';
      }),
      '/',
    ),
  'what routes refuse': ({ fastify }, see) => {
    for (const [title, refuse] of Object.entries({
      nothing: (app) => app.get(),
      handler: (app) => app.get('/'),
      text: (app) => app.get('/', 'text'),
      path: (app) => app.get(7, () => {}),
      twice: (app) => app.get('/t', async () => 1).get('/t', async () => 2),
    })) {
      see.outcome(title, () => {
        try {
          refuse(fastify());
        } catch ({ name, code, message }) {
          return { name, code, message };
        }
      });
    }
  },
  'streams, buffers, empty, and answered twice': async ({ fastify }) => {
    const { Readable } = require('node:stream');
    const answers = [];
    for (const send of [() => Readable.from(['a', 'b']), () => Buffer.from('x'), () => undefined, () => null])
      answers.push(
        await served(
          fastify().get('/', (request, reply) => {
            reply.send(send());
          }),
          '/',
        ),
      );
    return [
      ...answers,
      await served(
        fastify({ logger: false }).get('/', (request, reply) => {
          reply.send('one');
          reply.send('two');
        }),
        '/',
      ),
    ];
  },
};
for (const [title, make] of Object.entries(thrown)) {
  if (title === 'an error whose message throws') continue;
  exports.calls[`thrown: ${title}`] = async ({ fastify }, see) => {
    const value = make();
    const app = fastify().setErrorHandler((error, request, reply) => {
      see('same', Object.is(error, value));
      reply.code(500).send('caught');
    });
    app.get('/', async () => {
      throw value;
    });
    return Promise.race([
      inject(app, '/'),
      new Promise((resolve) => {
        setTimeout(resolve, 1_000, 'no answer');
      }),
    ]);
  };
}
