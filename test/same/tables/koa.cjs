// Koa with @koa/router: what is composed stays the app's, in its order and its ticks; who hears of an error.
const { AsyncLocalStorage } = require('node:async_hooks');
const { ask, thrown, ticks } = require('../served.cjs');

const quiet = (app) => {
  app.silent = true;
  return app;
};
const withApp = ({ Koa }, ...steps) => steps.reduce((app, step) => app.use(step), quiet(new Koa()));
const served = (app, ...rest) => ask(app.callback(), ...rest);
const calls = {
  'middleware is found in the list': (t) => {
    const first = async function first(context, next) {
      await next();
    };
    const app = withApp(t, first, () => {});
    return [app.middleware[0] === first, app.middleware.map(({ name, length }) => [name, length])];
  },
  'middleware is taken out': async (t) => {
    const greet = (context) => {
      context.body = 'greeted';
    };
    const app = withApp(t, greet, (context) => {
      context.body = 'second';
    });
    app.middleware.splice(app.middleware.indexOf(greet), 1);
    return served(app);
  },
  'a body of each kind': async (t) => {
    const answers = [];
    for (const body of ['text', Buffer.from('bytes'), { a: 1 }, null, undefined, 7, [1], new URL('http://a/b')])
      answers.push(
        await served(
          withApp(t, (context) => {
            context.body = body;
          }),
        ),
      );
    return answers;
  },
  ticks: async (t) => {
    const log = [];
    const app = withApp(
      t,
      async (context, next) => {
        ticks(log, '1');
        await next();
        log.push('back in 1');
      },
      async (context, next) => {
        await null;
        ticks(log, '2');
        await next();
      },
      async (context) => {
        ticks(log, '3');
        await new Promise((resolve) => {
          setTimeout(resolve, 20);
        });
        context.body = 'x';
      },
    );
    return [await served(app), log];
  },
  'an own AsyncLocalStorage': async (t) => {
    const storage = new AsyncLocalStorage();
    return [
      await served(
        withApp(
          t,
          (context, next) => storage.run('run', next),
          async (context) => {
            await null;
            context.body = storage.getStore();
          },
        ),
      ),
      await served(
        withApp(
          t,
          async (context, next) => {
            storage.enterWith('entered');
            await next();
          },
          (context) => {
            context.body = storage.getStore();
          },
        ),
      ),
    ];
  },
  'next() twice, and never': async (t) => [
    await served(
      withApp(t, async (context, next) => {
        await next();
        await next();
      }),
    ),
    await served(
      withApp(
        t,
        () => {},
        () => {},
      ),
    ),
  ],
  'keys of a context': async (t) => {
    let keys;
    await served(
      withApp(t, (context) => {
        keys = [Reflect.ownKeys(context), Reflect.ownKeys(context.request), Reflect.ownKeys(context.state)].map(
          (list) => list.map(String),
        );
        context.body = '';
      }),
    );
    return keys;
  },
  'a frozen state and context': async (t) =>
    served(
      withApp(
        t,
        (context, next) => {
          Object.freeze(context.state);
          return next();
        },
        (context) => {
          Object.freeze(context);
          context.response.body = 'frozen';
        },
      ),
    ),
  'a context that is extended, also by getters that throw': async (t) => {
    const app = withApp(t, (context) => {
      context.body = context.own;
    });
    app.context.own = 'own';
    Object.defineProperty(app.context, 'user', {
      get() {
        throw new Error('got');
      },
    });
    Object.defineProperty(app.context, '_matchedRoute', {
      configurable: true,
      get() {
        throw new Error('got');
      },
      set() {},
    });
    return served(app);
  },
  'an own createContext': async ({ Koa }) => {
    class Own extends Koa {
      createContext(...args) {
        return Object.assign(super.createContext(...args), { own: true });
      }
    }
    return served(
      quiet(new Own()).use((context) => {
        context.body = [context.own, context.app.constructor.name];
      }),
    );
  },
  'what use() refuses': ({ Koa }, see) => {
    for (const value of [undefined, null, 'text', {}, []]) see.outcome(String(value), () => void new Koa().use(value));
  },
  'methods look as they did': ({ Koa }) =>
    ['use', 'callback', 'createContext', 'handleRequest', 'listen'].map((name) => [
      Koa.prototype[name].name,
      Koa.prototype[name].length,
      Object.getOwnPropertyDescriptor(Koa.prototype, name).enumerable,
    ]),
  'routes: parameters, names, lists, nested, not allowed': async (t) => {
    const router = new t.Router({ prefix: '/p' });
    const tell = (context) => {
      context.body = [context.params, context._matchedRoute, context._matchedRouteName, context.captures?.length];
    };
    router
      .get('named', '/a/:id', tell)
      .get(['/b', '/c/:x'], tell)
      .param('id', (id, context, next) => next());
    const outer = new t.Router().use('/outer/:o', router.routes(), router.allowedMethods());
    const app = withApp(t, router.routes(), outer.routes(), router.allowedMethods());
    const answers = [];
    for (const path of ['/p/a/1', '/p/b', '/p/c/2', '/outer/3/p/a/4', '/nope']) answers.push(await served(app, path));
    return [
      ...answers,
      await served(app, '/p/a/1', { method: 'POST' }),
      router.stack.map(({ path, methods, stack }) => [path, methods, stack.map(({ name, length }) => [name, length])]),
    ];
  },
};
// Koa itself ends the process where it cannot write to the error.
for (const [title, make] of Object.entries(thrown).filter(([name]) => !/frozen|null|message throws/.test(name))) {
  calls[`thrown: ${title}`] = async (t) => {
    const value = make();
    const seen = [];
    const app = withApp(
      t,
      async (context, next) => {
        try {
          await next();
        } catch (error) {
          seen.push(Object.is(error, value));
          throw error;
        }
      },
      () => {
        throw value;
      },
    );
    app.on('error', (error, context) => seen.push([error.constructor.name, context.path]));
    return [await served(app), seen];
  };
}

module.exports = {
  env: { NODE_ENV: 'production', FIRSTLIGHT_REQUEST_LOG: 'none' },
  setup: (load) => ({ Koa: load('koa'), Router: load('@koa/router').Router ?? load('@koa/router') }),
  calls,
};
