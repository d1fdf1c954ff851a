// undici of npm: requests of each form, headers, what fails, and what dispatchers and handlers see.
const { openHttp } = require('../stand-in.cjs');

const shown = (error) => [error.constructor.name, error.code, error.message];
const read = async ({ statusCode, headers, body, trailers }) => [
  statusCode,
  headers['x-answer'],
  await body.text(),
  trailers,
];
const each = async (see, list, run) => {
  for (const [at, value] of list.entries()) await see.settled(`${at}`, (async () => run(value))().catch(shown));
};

module.exports = {
  scopes: ['@opentelemetry/instrumentation-undici'],
  async setup(load) {
    const server = await openHttp((request, response) => {
      if (request.url === '/hangs') return;
      if (request.url === '/breaks') return request.socket.destroy();
      response.writeHead(request.url === '/404' ? 404 : 200, { 'x-answer': 'a' }).end('body');
    });
    return { undici: load('undici'), server, url: server.url, port: new URL(server.url).port };
  },
  teardown: () => process.exit(),
  calls: {
    'a request': async ({ undici, url }) => read(await undici.request(url)),
    'a request of an URL': async ({ undici, url }) => read(await undici.request(new URL(`${url}/a?b=c`))),
    'options are frozen': async ({ undici, url }, see) =>
      read(await undici.request(url, see.unchanged('options', Object.freeze({ method: 'POST', body: 'x' })))),
    'headers in an object': async ({ undici, url, server }) => {
      server.received();
      await undici.request(url, { headers: Object.freeze({ 'X-Own': 'a', 'x-list': ['b', 'c'] }) });
      return server.received();
    },
    'headers in an array': async ({ undici, url, server }) => {
      server.received();
      await undici.request(url, { headers: Object.freeze(['X-Own', 'a', 'x-own', 'b']) });
      return server.received();
    },
    'headers in a map': async ({ undici, url, server }) => {
      server.received();
      await undici.request(url, { headers: new Map([['x-own', 'a']]) });
      return server.received();
    },
    'headers without a prototype': async ({ undici, url, server }) => {
      server.received();
      await undici.request(url, { headers: Object.assign(Object.create(null), { 'x-own': 'a' }) });
      return server.received();
    },
    'a traceparent of the app': async ({ undici, url, server }) => {
      server.received();
      const traceparent = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01';
      await undici.request(url, { headers: { traceparent } });
      await undici.request(url, { headers: ['Traceparent', traceparent] });
      return server.received();
    },
    'bad headers': ({ undici, url }, see) =>
      each(
        see,
        [7, 'text', ['odd'], { 'bad name': 'a' }, { a: 'b\n' }, { a: {} }, { a: Symbol('s') }, [['a']]],
        (headers) => undici.request(url, { headers }).then(read),
      ),
    'bad URLs': ({ undici }, see) =>
      each(see, [undefined, null, 7, 'x', {}, 'ftp://a', Symbol('s'), { origin: 'http://127.0.0.1:1' }], (url) =>
        undici.request(url).then(read),
      ),
    'bad methods': ({ undici, url }, see) =>
      each(see, ['get', 'BAD METHOD', 7, '', null, Symbol('s')], (method) =>
        undici.request(url, { method }).then(read),
      ),
    'bad options': ({ undici, url }, see) =>
      each(see, [null, 7, 'x', [], { path: 7 }, { query: 7 }, { body: 7 }, { dispatcher: {} }], (options) =>
        undici.request(url, options).then(read),
      ),
    'a status of 404': async ({ undici, url }) => read(await undici.request(`${url}/404`)),
    'a connection that breaks': ({ undici, url }, see) => each(see, [`${url}/breaks`], (at) => undici.request(at)),
    'no server': ({ undici }, see) => each(see, ['http://127.0.0.1:1'], (at) => undici.request(at)),
    'an aborted request': ({ undici, url }, see) =>
      each(see, [undefined, 'why', Symbol('s'), null, new Error('own')], async (reason) => {
        const abort = new AbortController();
        const request = undici.request(`${url}/hangs`, { signal: abort.signal });
        setImmediate(() => abort.abort(reason));
        return request.catch((error) => (error instanceof Error ? shown(error) : String(error)));
      }),
    fetch: async ({ undici, url }) => {
      const response = await undici.fetch(url, { method: 'POST', body: 'x', headers: { 'X-Own': 'a' } });
      return [response.constructor.name, response.status, await response.text()];
    },
    'fetch fails': ({ undici }, see) =>
      each(see, ['http://127.0.0.1:1', 'x', 7, undefined], (at) =>
        undici.fetch(at).catch((error) => [error.name, error.message, error.cause?.code]),
      ),
    stream: async ({ undici, url }, see) => {
      const { Writable } = require('node:stream');
      const chunks = [];
      const result = await undici.stream(url, { opaque: { own: 1 } }, ({ statusCode, opaque, headers }) => {
        see('factory', [statusCode, opaque, headers['x-answer']]);
        return new Writable({ write: (chunk, _, done) => (chunks.push(String(chunk)), done()) });
      });
      return [Object.keys(result), chunks];
    },
    'a stream whose factory throws': ({ undici, url }, see) =>
      each(see, [url], (at) =>
        undici.stream(at, {}, () => {
          throw new Error('own');
        }),
      ),
    'a client': async ({ undici, url }) => {
      const client = new undici.Client(url);
      const answer = await read(await client.request({ path: '/a', method: 'GET' }));
      await client.close();
      return [answer, client.closed, client.destroyed];
    },
    'a request by callback': ({ undici, url }, see) =>
      new Promise((resolve) => {
        const client = new undici.Client(url);
        client.request({ path: '/', method: 'GET' }, function (error, answer) {
          see('callback', [error, answer.statusCode, typeof this]);
          answer.body.resume().on('end', () => client.close(resolve));
        });
      }),
    'a handler of the app': ({ undici, url }, see) =>
      new Promise((resolve) => {
        const client = new undici.Client(url);
        const handler = {
          onConnect: (abort) => see('connect', typeof abort),
          onHeaders: (status) => (see('headers', status), true),
          onData: (chunk) => (see('data', chunk), true),
          onComplete: () => (see('complete'), client.close(resolve)),
          onError: (error) => see('error', shown(error)),
        };
        client.dispatch(see.unchanged('options', Object.freeze({ path: '/', method: 'GET' })), handler);
      }),
    'a handler that throws': ({ undici, url }, see) =>
      new Promise((resolve) => {
        const client = new undici.Client(url);
        client.dispatch(
          { path: '/', method: 'GET' },
          {
            onConnect() {},
            onHeaders() {
              throw new Error('own');
            },
            onData: () => true,
            onComplete() {},
            onError: (error) => (see('error', shown(error)), client.destroy(resolve)),
          },
        );
      }),
    'subscribers of the app see the app': async ({ undici, url }, see) => {
      const channels = require('node:diagnostics_channel');
      const onRequest = ({ request }) =>
        see('request', [request.method, request.path, Object.keys(request).length > 0]);
      channels.subscribe('undici:request:create', onRequest);
      await undici.request(url);
      channels.unsubscribe('undici:request:create', onRequest);
    },
    'a mock': async ({ undici }) => {
      const agent = new undici.MockAgent();
      agent.disableNetConnect();
      agent.get('http://mock').intercept({ path: '/a' }).reply(201, 'mocked');
      return read(await undici.request('http://mock/a', { dispatcher: agent }));
    },
    'an interceptor': async ({ undici, url }, see) => {
      const dispatcher = new undici.Agent().compose((dispatch) => (options, handler) => {
        see('headers', options.headers);
        return dispatch(options, handler);
      });
      return read(await undici.request(url, { dispatcher, headers: { 'x-own': 'a' } }));
    },
    'the order of a promise': async ({ undici, url }) => {
      const log = [];
      const request = undici.request(url).then(() => log.push('request'));
      process.nextTick(() => log.push('tick'));
      await Promise.resolve().then(() => log.push('microtask'));
      await request;
      return log;
    },
  },
};
