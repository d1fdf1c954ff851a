// hono on @hono/node-server: middleware in its order and ticks, bodies of each kind, who hears of an error.
const { AsyncLocalStorage } = require('node:async_hooks');
const { ask, thrown, ticks } = require('../served.cjs');

const served = async ({ server }, app, path = '/', options = undefined) => {
  const listening = server.createAdaptorServer({ fetch: app.fetch });
  await new Promise((resolve) => listening.listen(0, '127.0.0.1', resolve));
  try {
    return await ask(listening, path, options);
  } finally {
    listening.closeAllConnections();
    await new Promise((resolve) => listening.close(resolve));
  }
};
const told = async (response) => ({
  status: response.status,
  headers: [...response.headers],
  body: await response.text(),
  kind: response.constructor.name,
});
const one = ({ Hono }, handler, path = '/') => new Hono().get(path, handler);

const calls = {
  'a route, asked and served': async (t) => {
    const app = one(t, (c) => c.json([c.req.param(), c.req.query()]), '/x/:id');
    return [await told(await app.request('/x/1?a=b')), await served(t, app, '/x/1?a=b'), await served(t, app, '/nope')];
  },
  'middleware runs in its order': async (t) => {
    const log = [];
    const app = new t.Hono();
    for (const name of ['1', '2'])
      app.use(async (c, next) => {
        log.push(name);
        await next();
        log.push(`back in ${name}`);
      });
    app.get('/', (c) => (log.push('handler'), c.text('ok')));
    return [await served(t, app), log];
  },
  ticks: async (t) => {
    const log = [];
    const app = new t.Hono();
    app.use((c, next) => (ticks(log, '1'), next()));
    app.use(async (c, next) => {
      await null;
      ticks(log, '2');
      await next();
    });
    app.get('/', async (c) => {
      ticks(log, 'handler');
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
      return c.text('x');
    });
    return [await served(t, app), log];
  },
  'an own AsyncLocalStorage': async (t) => {
    const storage = new AsyncLocalStorage();
    const tell = async (c) => {
      await null;
      return c.text(storage.getStore() ?? 'lost');
    };
    const run = new t.Hono().use((c, next) => storage.run('run', next)).get('/', tell);
    const entered = new t.Hono()
      .use(async (c, next) => {
        storage.enterWith('entered');
        await next();
      })
      .get('/', tell);
    return [await served(t, run), await served(t, entered)];
  },
  'next() twice, and never': async (t) => [
    await served(
      t,
      new t.Hono()
        .use(async (c, next) => {
          await next();
          await next();
        })
        .onError((error, c) => c.text(error.message, 500)),
    ),
    await served(
      t,
      new t.Hono().use(() => {}).onError((error, c) => c.text(error.message, 500)),
    ),
  ],
  'handlers are found in the list': (t) => {
    const first = async function first(c, next) {
      await next();
    };
    const last = (c) => c.text('x');
    const app = new t.Hono().use(first).get('/a/:id', last);
    return app.routes.map(({ method, path, handler }) => [method, path, handler === first || handler === last]);
  },
  'a frozen handler, and one bound': async (t) => [
    await served(
      t,
      one(
        t,
        Object.freeze((c) => c.text('frozen')),
      ),
    ),
    await served(
      t,
      one(
        t,
        function (c) {
          return c.text(this.own);
        }.bind({ own: 'bound' }),
      ),
    ),
  ],
  'apps in apps': async (t) => {
    const inner = new t.Hono().get('/:id', (c) => c.json([c.req.path, c.req.routePath, c.req.param('id')]));
    const app = new t.Hono()
      .basePath('/base')
      .route('/inner', inner)
      .mount('/mounted', (request) => new Response(request.url.split('/').at(-1)));
    return [await served(t, app, '/base/inner/7'), await served(t, app, '/base/mounted/x')];
  },
  'keys of a context': async (t) => {
    let keys;
    await served(
      t,
      one(t, (c) => {
        keys = [
          Reflect.ownKeys(c).map(String),
          Reflect.ownKeys(c.req).map(String),
          Object.keys(c.env),
          c.env.incoming.constructor.name,
          c.env.outgoing.eventNames().map((name) => [String(name), c.env.outgoing.listenerCount(name)]),
        ];
        return c.text('');
      }),
    );
    return keys;
  },
  'a body of each kind': async (t) => {
    const bodies = {
      text: (c) => c.text('text'),
      html: (c) => c.html('<p>'),
      json: (c) => c.json({ a: 1 }),
      none: (c) => c.body(null, 204),
      bytes: (c) => c.body(new Uint8Array([97])),
      redirect: (c) => c.redirect('/x'),
      response: () =>
        new Response('own', {
          status: 201,
          headers: [
            ['set-cookie', 'a=1'],
            ['set-cookie', 'b=2'],
          ],
        }),
      frozen: () => Object.freeze(new Response('frozen')),
      stream: () => new Response(new Blob(['stream']).stream()),
      undefined: () => undefined,
    };
    const answers = [];
    for (const body of Object.values(bodies))
      answers.push(
        await served(
          t,
          one(t, body).onError((error, c) => c.text(error.message, 500)),
        ),
      );
    return answers;
  },
  streams: async (t) => [
    await served(
      t,
      one(t, (c) =>
        t.streaming.stream(c, async (body) => {
          await body.write('a');
          await body.write('b');
        }),
      ),
    ),
    await served(
      t,
      one(t, (c) => t.streaming.streamSSE(c, (body) => body.writeSSE({ data: 'd', event: 'e', id: '1' }))),
    ),
  ],
  'a request body': async (t) => {
    const app = new t.Hono().post('/', async (c) => c.json([await c.req.text(), c.req.header('x-a') ?? null]));
    return served(t, app, '/', { method: 'POST', body: 'sent', headers: { 'X-A': '1' } });
  },
  'a request body that is not JSON': async (t) => {
    const app = new t.Hono().post('/', async (c) => c.json(await c.req.json()));
    app.onError((error, c) => c.text(error.constructor.name, 400));
    return served(t, app, '/', { method: 'POST', body: '{' });
  },
  'an error of HTTP': async (t) =>
    served(
      t,
      one(t, () => {
        throw new t.HTTPException(418, { message: 'tea', res: new Response('own', { status: 418 }) });
      }),
    ),
  'a header that may not be sent': async (t) =>
    served(
      t,
      one(t, (c) => c.text('x', 200, { 'x-a': 'a\nb' })).onError((error, c) => c.text(error.constructor.name, 500)),
    ),
  'handlers that are none': (t, see) => {
    for (const handler of [undefined, null, 7, 'x', {}])
      see.outcome(String(handler), () => new t.Hono().get('/', handler).routes.length);
  },
  'servers of each form': async (t, see) => {
    const app = one(t, (c) => c.text('ok'));
    for (const options of [undefined, null, {}, { fetch: app.fetch, serverOptions: Object.freeze({}) }])
      see.outcome(JSON.stringify(options) ?? 'undefined', () => {
        const server = t.server.createAdaptorServer(see.unchanged('options', options));
        return [server.constructor.name, server.eventNames().map((name) => [String(name), server.listenerCount(name)])];
      });
    const http2 = t.server.createAdaptorServer({ fetch: app.fetch, createServer: require('node:http2').createServer });
    see('http2', http2.constructor.name);
  },
  'a listener by itself': async (t) => ask(t.server.getRequestListener(one(t, (c) => c.text('own')).fetch)),
  'classes of the globals': async () =>
    [Request, Response].map((each) => [each.name, each.length, new Response('') instanceof Response]),
  'methods look as they did': (t) => {
    const app = new t.Hono();
    return ['get', 'use', 'on', 'route', 'fetch', 'request'].map((name) => [
      name,
      app[name].name,
      app[name].length,
      Object.hasOwn(app, name),
    ]);
  },
  '`this` is lost': async (t, see) => {
    const { fetch, request, get } = one(t, (c) => c.text('ok'));
    await see.settled('fetch', told(await fetch(new Request('http://a/'))));
    await see.settled('request', told(await request('/')));
    see.outcome('get', () => typeof get('/', () => {}));
  },
};
for (const [title, value] of Object.entries(thrown)) {
  calls[`thrown: ${title}`] = async (t) => {
    const seen = [];
    const app = one(t, () => {
      throw value();
    });
    app.onError((error, c) => {
      seen.push(error.constructor.name);
      return c.text('failed', 500);
    });
    return [await served(t, app), seen];
  };
}

module.exports = {
  scopes: ['@opentelemetry/instrumentation-http'],
  setup: (load) => ({
    Hono: load('hono').Hono,
    server: load('@hono/node-server'),
    streaming: load('hono/streaming'),
    HTTPException: load('hono/http-exception').HTTPException,
  }),
  calls,
};
