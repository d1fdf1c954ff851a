// Frameworks whose route and error are seen: what they answer, and what apps can see of them.
const http = require('node:http');
const { createRequire } = require('node:module');
const path = require('node:path');
const { ask } = require('../served.cjs');

const folder = path.join(__dirname, '..', '..', 'fixtures', 'servers');
const load = createRequire(path.join(folder, 'package.json'));
const loadOlder = createRequire(path.join(folder, 'versions', 'h3v1', 'package.json'));

const served = async (listener, ...paths) => {
  const server = http.createServer(listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const answers = [];
  for (const each of paths) answers.push(await ask(server, each));
  server.closeAllConnections();
  server.close();
  return answers.map(({ status, body }) => [status, body]);
};
const fail = () => {
  throw Object.freeze(new TypeError('own'));
};

module.exports = {
  scopes: ['@opentelemetry/instrumentation-http'],
  setup: () => ({
    polka: load('polka'),
    micro: load('micro'),
    h3: loadOlder('h3'),
    trpc: load('@trpc/server'),
    express: load('@trpc/server/adapters/express'),
    fastify: load('@trpc/server/adapters/fastify'),
    standalone: load('@trpc/server/adapters/standalone'),
    moleculer: load('moleculer-web'),
  }),
  calls: {
    'the functions': ({ polka, micro, h3, express, fastify, standalone, moleculer }) => [
      [polka, micro.serve, micro.sendError, h3.createApp, h3.createRouter],
      [express.createExpressMiddleware, fastify.fastifyTRPCPlugin, standalone.createHTTPServer],
      [moleculer.methods.sendError, Object.keys(moleculer)],
    ],
    'an application of Polka': ({ polka }) => {
      const app = polka();
      return [Object.keys(app), app.constructor.name, app.onError, app.get('/', () => {}) === app];
    },
    'options of Polka': ({ polka }, see) => {
      const onError = see.unchanged('handler', (error, request, response) => response.end(String(error)));
      const options = see.unchanged('options', Object.freeze({ onError }));
      const app = polka(options).get('/:a', (request, response, next) => next('failed'));
      app.use((request, response, next) => next());
      return served(app.handler, '/x', '/x/y');
    },
    'Polka without options': ({ polka }, see) => {
      see.outcome('null', () => polka(null));
      see.outcome('a getter', () =>
        polka({
          get onError() {
            throw new Error('getter');
          },
        }),
      );
    },
    'the same handlers twice in Polka': ({ polka }) => {
      const handler = (request, response) => response.end(JSON.stringify(request.params));
      const app = polka().get('/a/:x', handler).get('/b/:y', handler);
      return served(app.handler, '/a/1', '/b/1', '/c');
    },
    'what micro answers': ({ micro }) =>
      served(
        micro.serve(({ url }) => (url === '/' ? 'x' : fail())),
        '/',
        '/fails',
      ),
    'errors of micro': ({ micro }, see) => {
      see.outcome('nothing', () => micro.sendError());
      see.outcome('null', () => micro.sendError(null, null, null));
    },
    'an application of h3': ({ h3 }) => {
      const app = h3.createApp();
      return [Object.keys(app), Object.keys(app.handler), app.handler.length, app.use(() => {}) === app];
    },
    'options of h3': async ({ h3 }, see) => {
      const onError = (error, event) => void see('error', [error.message, event.path]);
      const app = h3.createApp(see.unchanged('options', Object.freeze({ onError })));
      app.use('/fails', h3.eventHandler(fail));
      app.use(
        h3.createRouter().get(
          '/:a',
          h3.eventHandler((event) => Object.keys(event.context)),
        ),
      );
      return served(h3.toNodeListener(app), '/x', '/fails', '/a/b');
    },
    'h3 without options': ({ h3 }, see) => {
      see.outcome('null', () => h3.createApp(null));
      see.outcome('a getter', () =>
        h3.createApp({
          get debug() {
            throw new Error('getter');
          },
        }),
      );
    },
    'a handler of h3 is called by hand': ({ h3 }, see) => {
      const { handler } = h3.createApp();
      see.outcome('nothing', () => handler().catch((error) => error.constructor.name));
    },
    'options of tRPC': async ({ trpc, standalone }, see) => {
      const t = trpc.initTRPC.create();
      const router = t.router({
        hello: t.procedure.query(({ ctx }) => [ctx, typeof ctx]),
        fails: t.procedure.query(fail),
      });
      const options = see.unchanged(
        'options',
        Object.freeze({ router, onError: ({ error, path: at }) => see('error', [error.code, at]) }),
      );
      const handler = standalone.createHTTPHandler(options);
      return (await served(handler, '/hello', '/fails', '/nothing', '/hello,nothing?batch=1')).map(([status, body]) => [
        status,
        body.replace(/"stack":"(?:[^"\\]|\\.)*"/g, ''),
      ]);
    },
    'a context of tRPC': ({ trpc, standalone }, see) => {
      const t = trpc.initTRPC.create();
      const router = t.router({ hello: t.procedure.query(({ ctx }) => ctx) });
      const createContext = function (...args) {
        see('arguments', [args.length, Object.keys(args[0]), args[0].createContext === createContext]);
        return { user: 1 };
      };
      return served(standalone.createHTTPHandler({ router, createContext }), '/hello');
    },
    'tRPC without options': ({ standalone, express }, see) => {
      see.outcome('nothing', () => standalone.createHTTPHandler());
      see.outcome('null', () => express.createExpressMiddleware(null));
    },
    'the plugin of Fastify': ({ fastify }) => Reflect.ownKeys(fastify.fastifyTRPCPlugin).map(String).sort(),
    'errors of Moleculer’s gateway': ({ moleculer }, see) => {
      see.outcome('nothing', () => moleculer.methods.sendError.call({}));
      see.outcome('null', () => moleculer.methods.sendError.call({}, null, null, null));
    },
  },
};
