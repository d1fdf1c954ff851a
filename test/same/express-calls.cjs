// The calls of the tables of Express, by the release: the same app in both.
const { AsyncLocalStorage } = require('node:async_hooks');
const { answersOf } = require('./express-answers.cjs');
const { ask, ticks } = require('./served.cjs');

const stackOf = (app) =>
  (app.router && Object.getOwnPropertyDescriptor(app, 'router')?.get ? app.router : (app._router ?? app.router)).stack;
const shape = (layer) => ({
  name: layer.name,
  length: layer.handle.length,
  own: Reflect.ownKeys(layer).map(String),
  handle: layer.handle.name,
});
const done = (request, response) => response.end('done');

let express;

/** The release to use, by its name for `load`. */
exports.setup = (name) => (load) => {
  express = load(name);
};

exports.callsOf = () => {
  const appWith = (...steps) => steps.reduce((app, step) => app.use(step), express());
  return {
    'handlers are found in the stack': () => {
      const first = function first(request, response, next) {
        next();
      };
      const app = appWith(first, done);
      return {
        same: stackOf(app).map(({ handle }) => [handle === first, handle === done]),
        shapes: stackOf(app).map(shape),
      };
    },
    'a handler is taken out of the stack': async (_express, see) => {
      const greet = (request, response) => response.end('greeted');
      const app = appWith(greet, done);
      const stack = stackOf(app);
      see('index', stack.findIndex(({ handle }) => handle === greet) - stack.length);
      stack.splice(
        stack.findIndex(({ handle }) => handle === greet),
        1,
      );
      return ask(app);
    },
    'handlers of a route are found, and taken out': async (_express, see) => {
      const app = express();
      const seen = [];
      const step = (request, response, next) => {
        seen.push('step');
        next();
      };
      app.get('/x', step, done);
      const { route } = stackOf(app).at(-1);
      see('route', {
        path: route.path,
        methods: Object.keys(route.methods),
        steps: route.stack.map(({ handle }) => [handle === step, handle === done]),
      });
      route.stack.shift();
      return [await ask(app, '/x'), seen];
    },
    'error handlers keep their four parameters': async (_express, see) => {
      const onError = (error, request, response, _next) => response.end(`caught ${error.message}`);
      const app = appWith(() => {
        throw new Error('x');
      }, onError);
      see(
        'length',
        stackOf(app).map(({ handle }) => handle.length),
      );
      return ask(app);
    },
    'a handler with properties, frozen, bound, async, a proxy and a class method': async (_express, see) => {
      const logged = [];
      const through = (name) => (request, response, next) => {
        logged.push(name);
        next();
      };
      const steps = [
        Object.assign(through('properties'), { options: { a: 1 }, stack: undefined }),
        Object.freeze(through('frozen')),
        through('bound').bind(null),
        async (request, response, next) => {
          logged.push('async');
          next();
        },
        new Proxy(through('proxy'), {}),
        new (class {
          step(request, response, next) {
            logged.push(typeof this);
            next();
          }
        })().step,
      ];
      const app = appWith(...steps, done);
      see('shapes', stackOf(app).slice(-7).map(shape));
      see(
        'keys',
        steps.map((step) => Reflect.ownKeys(step).map(String)),
      );
      return [await ask(app), logged];
    },
    'the same handler several times': async () => {
      let times = 0;
      const count = (request, response, next) => {
        times += 1;
        next();
      };
      return [await ask(appWith(count, count, [count, [count]], done)), times];
    },
    'sub-apps know their mount': async (_express, see) => {
      const app = express();
      const sub = express();
      const mounted = [];
      sub.on('mount', (parent) => mounted.push(parent === app));
      sub.get('/deep/:id', (request, response) =>
        response.json({
          base: request.baseUrl,
          url: request.url,
          original: request.originalUrl,
          app: request.app === sub,
          params: request.params,
        }),
      );
      app.use('/sub/:x', sub);
      see('sub', { mounted, path: sub.path(), mountpath: sub.mountpath, parent: sub.parent === app });
      see('stack', stackOf(app).map(shape));
      return ask(app, '/sub/1/deep/2?q=3');
    },
    'one router in two places': async () => {
      const router = express.Router({ mergeParams: true });
      router.get('/:id', (request, response) => response.json([request.baseUrl, request.params, request.route.path]));
      const app = express().use('/a/:a', router).use(['/b', '/c'], router);
      return [await ask(app, '/a/1/2'), await ask(app, '/b/2'), await ask(app, '/c/3'), await ask(app, '/d/4')];
    },
    'paths: lists, regular expressions, case, trailing slash': async () => {
      const app = express();
      const tell = (request, response) => response.json([request.params, String(request.route.path), request.baseUrl]);
      app
        .get(['/list/:a', '/other/:b'], tell)
        .get(/^\/re\/(\d+)$/, tell)
        .get('/Case', tell)
        .use(/^\/mount\d/, express.Router().get('/in', tell));
      const answers = [];
      for (const path of [
        '/list/1',
        '/other/2',
        '/re/3',
        '/case',
        '/case/',
        '/mount1/in',
        '/mount/in',
        '/list/%E0%A4%A',
      ])
        answers.push(await ask(app, path));
      return answers;
    },
    'router.param: order, values, errors, the same value twice': async () => {
      const seen = [];
      const app = express();
      app.param('id', (request, response, next, id, name) => {
        seen.push([name, id]);
        next(id === 'bad' ? new Error('bad id') : undefined);
      });
      app.use('/:id', (request, response, next) => {
        seen.push('use');
        next();
      });
      app.get('/:id', (request, response) => response.json(request.params));
      app.use((error, request, response, _next) => response.status(400).end(error.message));
      return [await ask(app, '/1'), await ask(app, '/bad'), seen];
    },
    "next('route') and next('router')": async () => {
      const router = express.Router();
      router.get(
        '/r',
        (request, response, next) => next('route'),
        () => {
          throw new Error('skipped');
        },
      );
      router.get('/r', (request, response, next) => next('router'));
      router.get('/r', () => {
        throw new Error('skipped');
      });
      return ask(express().use(router).get('/r', done), '/r');
    },
    'ticks between middlewares': async () => {
      const log = [];
      const step = (label) => (request, response, next) => {
        ticks(log, label);
        next();
      };
      const app = appWith(step('1'), step('2'), express.Router().use(step('3')), (request, response) => {
        ticks(log, '4');
        setTimeout(() => response.end('x'), 20);
      });
      return [await ask(app), log];
    },
    'ticks around an asynchronous middleware': async () => {
      const log = [];
      const app = appWith(
        async (request, response, next) => {
          ticks(log, 'a');
          await null;
          log.push('awaited');
          next();
          log.push('after next');
        },
        (request, response) => {
          ticks(log, 'b');
          setTimeout(() => response.end('x'), 20);
        },
      );
      return [await ask(app), log];
    },
    'an own AsyncLocalStorage reaches the handler': async () => {
      const storage = new AsyncLocalStorage();
      const entered = appWith(
        (request, response, next) => {
          storage.enterWith('entered');
          next();
        },
        (request, response) => response.end(storage.getStore()),
      );
      const run = appWith(
        (request, response, next) => storage.run('run', next),
        async (request, response) => {
          await null;
          response.end(storage.getStore());
        },
      );
      return [await ask(entered), await ask(run)];
    },
    'a hundred and fifty middlewares': async () => {
      let times = 0;
      return [
        await ask(
          appWith(
            ...Array.from({ length: 150 }, () => (request, response, next) => {
              times += 1;
              next();
            }),
            done,
          ),
        ),
        times,
      ];
    },
    'what use() and routes refuse': (_express, see) => {
      const app = express();
      for (const [title, refuse] of Object.entries({
        nothing: () => app.use(),
        path: () => app.use('/x'),
        number: () => app.use(7),
        null: () => app.use('/x', null),
        list: () => app.use([]),
        route: () => app.get('/x', undefined),
        bare: () => {
          const { use } = app;
          use(done);
        },
        router: () => {
          const { use } = express.Router();
          use(done);
        },
        symbol: () => app.use(Symbol('path'), done),
      }))
        see.outcome(title, () => void refuse());
    },
    'methods look as they did': () => {
      const router = express.Router();
      return [
        express.application.use,
        express.application.handle,
        express.application.route,
        router.use,
        router.route,
        router.handle,
        express.Route?.prototype.dispatch,
      ].map((method) => [method?.name, method?.length]);
    },
    ...answersOf(() => express, appWith, done),
  };
};
