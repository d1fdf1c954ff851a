// node:https: requests in each form of their arguments, agents and TLS options, and what a server answers.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { handled, raw, serve } = require('../http-exchange.cjs');
const { headerForms, urlForms } = require('../http-forms.cjs');
const { responseForms } = require('../http-server-forms.cjs');
const { fewOddValues, perform } = require('../requests.cjs');

const read = (name) => readFileSync(path.join(__dirname, '..', '..', 'fixtures', 'frameworks', name));
const OURS = /^(traceparent|x-request-id)$/i;

/** Sends what `make(context)` gives as arguments by request and get, and notes what arrives. */
const both = (make) => async (t, see) => {
  for (const name of ['request', 'get']) {
    const args = make(t);
    for (const [index, arg] of args.entries())
      if (typeof arg === 'object' && !arg?.agent) see.unchanged(`${name} argument ${index}`, arg);
    await perform(see, () => t.https[name](...args));
    see('received', t.received.splice(0));
  }
};
const base = ({ port, ca }) => ({ host: '127.0.0.1', servername: 'localhost', port, path: '/p?q=1', ca });
/** Forms that say where they go, and those that are for servers of HTTP. */
const urls = Object.entries(urlForms).filter(([name]) => !/another protocol|IPv6|no URL/.test(name));

module.exports = {
  scopes: ['@opentelemetry/instrumentation-http'],
  // For the forms that have no options of TLS.
  env: { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' },
  async setup(load) {
    const https = require('node:https');
    const identity = { key: read('localhost-key.pem'), cert: read('localhost-cert.pem') };
    const received = [];
    const server = https.createServer(identity, (request, response) => {
      const headers = [];
      for (let i = 0; i < request.rawHeaders.length; i += 2)
        if (!OURS.test(request.rawHeaders[i])) headers.push(request.rawHeaders.slice(i, i + 2));
      received.push([request.method, request.url, headers, request.socket.servername]);
      response.writeHead(200, { 'x-a': '1', connection: 'close' }).end('ok');
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    return {
      https,
      http: https,
      server,
      port,
      received,
      whatwg: load('whatwg-url'),
      origin: `https://127.0.0.1:${port}`,
      ca: identity.cert,
      create: (...args) => https.createServer(identity, ...args),
    };
  },
  teardown: () => process.exit(),
  calls: {
    ...Object.fromEntries(
      urls.map(([name, form]) => [
        `url: ${name}`,
        both((t) => {
          const [first, ...rest] = form(t);
          return [typeof first === 'string' ? first.replace('http:', 'https:') : first, ...rest];
        }),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(headerForms).map(([name, form]) => [
        `headers: ${name}`,
        both((t) => [{ ...base(t), headers: form() }]),
      ]),
    ),
    ...Object.fromEntries(
      [
        'ca',
        'cert',
        'key',
        'servername',
        'checkServerIdentity',
        'rejectUnauthorized',
        'ALPNProtocols',
        'agent',
      ].flatMap((key) =>
        Object.entries(fewOddValues).map(([name, odd]) => [
          `odd ${key}: ${name}`,
          both((t) => [{ ...base(t), [key]: odd }]),
        ]),
      ),
    ),
    frozen: both((t) => [Object.freeze({ ...base(t), headers: Object.freeze({ 'X-A': '1' }) })]),
    'null prototype': both((t) => [Object.assign(Object.create(null), base(t))]),
    inherited: both((t) => [Object.create(base(t))]),
    'a proxy': both((t) => [new Proxy(base(t), {})]),
    'an agent with a default port': both((t) => {
      const agent = new t.https.Agent({ ca: t.ca, servername: 'localhost' });
      agent.defaultPort = t.port;
      return [{ host: '127.0.0.1', path: '/', agent }];
    }),
    'an agent of node:http': both((t) => [{ ...base(t), agent: new (require('node:http').Agent)() }]),
    'a protocol that is not its own': both((t) => [{ ...base(t), protocol: 'http:' }]),
    'no such authority': both((t) => [{ ...base(t), ca: [], rejectUnauthorized: true }]),
    'checkServerIdentity refuses': both((t) => [
      { ...base(t), rejectUnauthorized: true, checkServerIdentity: () => new Error('not this one') },
    ]),
    'an aborted signal': both((t) => [{ ...base(t), signal: AbortSignal.abort(Symbol('gone')) }]),
    'one options object for several requests': async (t, see) => {
      const options = see.unchanged('options', { ...base(t), headers: { 'X-A': '1' } });
      for (let i = 0; i < 3; i += 1) await perform(see, () => t.https.get(options));
      see('received', t.received.splice(0));
    },
    'a kept connection': async (t, see) => {
      const agent = new t.https.Agent({ keepAlive: true, maxCachedSessions: 0 });
      for (let i = 0; i < 2; i += 1) await perform(see, () => t.https.get({ ...base(t), agent }));
      agent.destroy();
      t.received.splice(0);
    },
    'no arguments': async (t, see) => {
      for (const name of ['request', 'get']) await perform(see, () => t.https[name](null));
    },
    'this is lost': async (t, see) => {
      const { get, request } = t.https;
      await perform(see, () => get(base(t)));
      await perform(see, () => Reflect.apply(request, null, [base(t)]));
    },
    'names, lengths and identities': async ({ https }, see) => {
      const esm = await import('node:https');
      for (const name of ['request', 'get', 'createServer', 'Server', 'Agent'])
        see(name, [https[name].name, https[name].length, esm[name] === https[name], 'prototype' in https[name]]);
      see('keys', Object.keys(https));
      see('agent', [https.globalAgent instanceof https.Agent, Reflect.ownKeys(https.globalAgent).map(String)]);
    },
    ...Object.fromEntries(Object.entries(responseForms).map(([name, handle]) => [`server: ${name}`, handled(handle)])),
    'server: pipelined': raw(
      'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    ),
    'server: no such protocol': raw('HELLO\r\n\r\n'),
    'server: upgrade': ({ create }, see) => {
      const server = create().on('upgrade', (request, socket) => {
        see('upgrade', [
          socket.encrypted,
          socket.eventNames().map((name) => [String(name), socket.listenerCount(name)]),
        ]);
        socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nhello');
      });
      return serve(see, server, 'GET /u HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    },
    'server: options that are none': ({ https }, see) => {
      for (const options of [undefined, null, 7, 'x', {}, Object.freeze({}), { key: 'x' }])
        see.outcome(typeof options, () => https.createServer(options).listening);
    },
    'server: listeners': ({ create }, see) => {
      const listener = () => {};
      const server = create(listener);
      see(
        'listeners',
        server.eventNames().map((name) => [String(name), server.listenerCount(name)]),
      );
      server.off('request', listener);
      see('left', server.listenerCount('request'));
    },
  },
  alone: {
    'an error that nobody listens to': async ({ https }) => {
      https.get({ host: '127.0.0.1', port: 1 });
      await new Promise(() => {});
    },
    'a listener that throws': async (t) => {
      t.https.get(base(t), () => {
        throw new Error('in the listener');
      });
      await new Promise(() => {});
    },
  },
};
