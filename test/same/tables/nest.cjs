// NestJS on Express: what runs around a handler, in its order and ticks, who hears of an error, the ends of an app.
const { AsyncLocalStorage } = require('node:async_hooks');
const { ask, thrown, ticks } = require('../served.cjs');

/** What the compiler makes of decorators: a controller of the handlers that are given by path. */
function controllerOf({ common }, handlers, decorate = () => {}) {
  class App {}
  for (const [name, handler] of Object.entries(handlers)) {
    App.prototype[name] = handler;
    common.Get(name)(App.prototype, name, { value: handler });
    common.Req()(App.prototype, name, 0);
  }
  common.Controller()(App);
  decorate(App);
  return App;
}
const moduleOf = ({ common }, metadata) => {
  class Root {}
  common.Module(metadata)(Root);
  return Root;
};
const create = ({ core }, root, options) =>
  core.NestFactory.create(root, { logger: false, abortOnError: false, ...options });
const served = async (t, handlers, { path = '/x', set = () => {}, providers = [], decorate } = {}) => {
  const app = await create(t, moduleOf(t, { controllers: [controllerOf(t, handlers, decorate)], providers }));
  set(app);
  await app.listen(0, '127.0.0.1');
  try {
    return await ask(app.getHttpServer(), path);
  } finally {
    app.getHttpServer().closeAllConnections();
    await app.close();
  }
};
const guard = (canActivate) => ({ canActivate });

const calls = {
  'a route': async (t) => [
    await served(t, { x: () => ({ a: 1 }) }),
    await served(t, { x: () => 'text' }),
    await served(t, { x: () => 'text' }, { path: '/nope' }),
  ],
  'guards, pipes, interceptors and filters run in their order': async (t) => {
    const log = [];
    const set = (app) =>
      app
        .use((request, response, next) => (log.push('middleware'), next()))
        .useGlobalGuards(guard(() => log.push('guard') > 0))
        .useGlobalPipes({ transform: (value) => (log.push('pipe'), value) })
        .useGlobalInterceptors({
          intercept(context, next) {
            log.push('interceptor');
            return next.handle().pipe(t.operators.tap(() => log.push('back in interceptor')));
          },
        });
    const decorate = (App) => t.common.Query('q')(App.prototype, 'x', 0);
    return [await served(t, { x: () => (log.push('handler'), 'ok') }, { set, decorate, path: '/x?q=1' }), log];
  },
  ticks: async (t) => {
    const log = [];
    const set = (app) => app.useGlobalGuards(guard(() => (ticks(log, 'guard'), true)));
    const x = async () => {
      ticks(log, 'handler');
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
      return 'x';
    };
    return [await served(t, { x }, { set }), log];
  },
  'an own AsyncLocalStorage': async (t) => {
    const storage = new AsyncLocalStorage();
    const x = async () => {
      await null;
      return storage.getStore() ?? 'lost';
    };
    return [
      await served(t, { x }, { set: (app) => app.use((request, response, next) => storage.run('run', next)) }),
      await served(
        t,
        { x },
        {
          set: (app) =>
            app.use((request, response, next) => {
              storage.enterWith('entered');
              next();
            }),
        },
      ),
    ];
  },
  'a guard that refuses': (t) =>
    served(t, { x: () => 'never' }, { set: (app) => app.useGlobalGuards(guard(() => false)) }),
  'a guard that is frozen, and rejects': (t) =>
    served(
      t,
      { x: () => 'never' },
      {
        set: (app) =>
          app.useGlobalGuards(
            Object.freeze(
              guard(async () => {
                throw new t.common.ForbiddenException('no');
              }),
            ),
          ),
      },
    ),
  'an interceptor that changes the result': (t) =>
    served(
      t,
      { x: () => 1 },
      {
        set: (app) =>
          app.useGlobalInterceptors({
            intercept: (context, next) => next.handle().pipe(t.operators.map((value) => ({ value }))),
          }),
      },
    ),
  'a filter of the app': async (t) => {
    const seen = [];
    const filter = {
      catch(error, host) {
        seen.push([error.constructor.name, host.getType(), host.getArgs().length]);
        host.switchToHttp().getResponse().status(418).json({ own: true });
      },
    };
    t.common.Catch()(filter.constructor);
    const x = () => {
      throw new Error('own');
    };
    return [await served(t, { x }, { set: (app) => app.useGlobalFilters(filter) }), seen];
  },
  'what a context knows': async (t) => {
    let known;
    const x = function own() {
      return 'ok';
    };
    const set = (app) =>
      app.useGlobalGuards(
        guard((context) => {
          known = [
            context.getHandler() === x,
            context.getHandler().name,
            context.getClass().name,
            Reflect.getMetadataKeys(context.getHandler()),
            context.getArgs().map((arg) => typeof arg),
          ];
          return true;
        }),
      );
    return [await served(t, { x }, { set }), known];
  },
  'metadata of the app on handlers': async (t) => {
    const decorate = (App) => t.common.SetMetadata('own', 1)(App.prototype, 'x', { value: App.prototype.x });
    const x = () => 'ok';
    const answer = await served(t, { x }, { decorate });
    return [answer, Reflect.getMetadata('own', x), Reflect.getMetadataKeys(x)];
  },
  'keys of a request': async (t) => {
    let keys;
    const x = (request) => {
      keys = [Reflect.ownKeys(request).map(String), Reflect.ownKeys(request.res).map(String)];
      return '';
    };
    await served(t, { x });
    return keys;
  },
  'what a handler returns': async (t) => {
    const answers = [];
    for (const value of ['text', { a: 1 }, null, undefined, 7, true, [1], Promise.resolve('later'), t.rxjs.of(1, 2)])
      answers.push(await served(t, { x: () => value }));
    return answers;
  },
  'a handler with `this`': (t) =>
    served(t, {
      x() {
        return [this.constructor.name, Reflect.ownKeys(this)];
      },
    }),
  'a provider of each form': async (t) => {
    class Service {
      value = 'service';
    }
    t.common.Injectable()(Service);
    const providers = [
      Service,
      { provide: 'value', useValue: Object.freeze({ own: 1 }) },
      { provide: 'factory', useFactory: async (service) => service.value, inject: [Service] },
      { provide: 'alias', useExisting: Service },
    ];
    const app = await create(t, moduleOf(t, { providers }));
    const found = [
      app.get(Service).value,
      app.get('value'),
      await app.resolve('factory').catch(String),
      app.get('alias') === app.get(Service),
    ];
    await app.close();
    return found;
  },
  'hooks of the life of an app': async (t) => {
    const log = [];
    const hooks = [
      'onModuleInit',
      'onApplicationBootstrap',
      'onModuleDestroy',
      'beforeApplicationShutdown',
      'onApplicationShutdown',
    ];
    class Service {}
    t.common.Injectable()(Service);
    for (const hook of hooks) Service.prototype[hook] = (signal) => void log.push([hook, signal]);
    const app = await create(t, moduleOf(t, { providers: [Service] }));
    await app.init();
    await app.close();
    return log;
  },
  'shutdown hooks are taken off again': async (t) => {
    const app = await create(t, moduleOf(t, {}));
    const count = () => ['SIGTERM', 'SIGINT', 'SIGHUP'].map((signal) => process.listenerCount(signal));
    const before = count();
    app.enableShutdownHooks();
    await app.init();
    const meanwhile = count();
    await app.close();
    return [before, meanwhile, count()];
  },
  'an app that is none': async (t, see) => {
    for (const root of [undefined, null, 7, {}, class Plain {}])
      await see.settled(
        String(root?.name ?? root),
        (async () => create(t, root))().then((app) => app.constructor.name),
      );
  },
  'a context without a server': async (t) => {
    const context = await t.core.NestFactory.createApplicationContext(
      moduleOf(t, { providers: [{ provide: 'a', useValue: 1 }] }),
      {
        logger: false,
      },
    );
    const value = context.get('a');
    await context.close();
    return [value, context.constructor.name];
  },
  'a provider that is missing': (t, see) =>
    see.settled(
      'create',
      (async () => {
        class Needs {}
        Reflect.defineMetadata('design:paramtypes', [String], Needs);
        t.common.Injectable()(Needs);
        await create(t, moduleOf(t, { providers: [Needs] }));
      })().catch((error) => [error.constructor.name, error.message]),
    ),
  'an app on a server of Express': async ({ core, express, ...t }) => {
    const server = express();
    server.get('/own', (request, response) => response.send('own'));
    const { ExpressAdapter } = t.platform;
    const root = moduleOf(t, { controllers: [controllerOf(t, { x: () => 'nest' })] });
    const app = await core.NestFactory.create(root, new ExpressAdapter(server), { logger: false });
    await app.init();
    return [await ask(server, '/own'), await ask(server, '/x')];
  },
  'methods look as they did': ({ core }) =>
    ['create', 'createMicroservice', 'createApplicationContext'].map((name) => [
      core.NestFactory[name].name,
      core.NestFactory[name].length,
    ]),
};
for (const [title, value] of Object.entries(thrown).filter(([name]) => name !== 'a symbol'))
  calls[`thrown: ${title}`] = (t) =>
    served(t, {
      x() {
        throw value();
      },
    });

module.exports = {
  scopes: ['@opentelemetry/instrumentation-http'],
  setup(load) {
    load('reflect-metadata');
    return {
      common: load('@nestjs/common'),
      core: load('@nestjs/core'),
      platform: load('@nestjs/platform-express'),
      express: load('express'),
      rxjs: load('rxjs'),
      operators: load('rxjs/operators'),
    };
  },
  calls,
};
