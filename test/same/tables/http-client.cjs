// http.request and http.get: every form of every argument, and what goes over the wire.
const { openTcp } = require('../stand-in.cjs');
const { perform, fewOddValues, oddValues, SHORT_MS } = require('../requests.cjs');
const { urlForms, optionForms, headerForms } = require('../http-forms.cjs');
const { actForms } = require('../http-acts.cjs');

const ANSWER = 'HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok';
const TRACEPARENT = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01';

/** Sends what `make(context)` gives as arguments by request and get, and notes the bytes that arrive. */
const both = (make, act, hangsMs) => async (t, see) => {
  for (const name of ['request', 'get']) {
    let args;
    see.outcome('arguments', () => {
      args = make(t);
      return args.length;
    });
    // An agent notes its sockets.
    const kept = args.filter((arg) => typeof arg === 'object' && !arg?.agent?.keepAlive);
    for (const [index, arg] of kept.entries()) see.unchanged(`${name} argument ${index}`, arg);
    await perform(see, () => t.http[name](...args), act, hangsMs);
    see('received', t.server.received());
  }
};
const base = ({ port }) => ({ host: '127.0.0.1', port, path: '/p?q=1' });
const each = (title, forms, make) =>
  Object.fromEntries(
    Object.entries(forms).map(([name, form]) => [
      `${title}: ${name}`,
      make(form, HANG.test(name) ? SHORT_MS : undefined),
    ]),
  );
/** A function is taken for the callback, which does not read the response, or for what makes the connection. */
const HANG = /^(function|createConnection throws)$/;

module.exports = {
  scopes: ['@opentelemetry/instrumentation-http'],
  async setup(load) {
    const http = require('node:http');
    const server = await openTcp((text) => (text.includes('\r\n\r\n') ? ANSWER : ''));
    return { http, server, port: server.port, origin: `http://127.0.0.1:${server.port}`, whatwg: load('whatwg-url') };
  },
  // A request whose `end` throws within http.get has no listener for the end of its connection.
  teardown: () => process.exit(),
  calls: {
    ...each('url', urlForms, (form) => both(form)),
    ...each('options', optionForms, (form, hangsMs) => both((t) => [form(base(t), t)], undefined, hangsMs)),
    ...each('headers', headerForms, (form) => both((t) => [{ ...base(t), headers: form() }])),
    ...each(
      'app',
      {
        traceparent: { traceparent: TRACEPARENT },
        'Traceparent in capitals': { TraceParent: TRACEPARENT },
        'traceparent as flat array': ['Host', 'h', 'traceparent', TRACEPARENT],
        'traceparent as pairs': [
          ['Host', 'h'],
          ['TRACEPARENT', TRACEPARENT],
        ],
        'tracestate and baggage': { traceparent: TRACEPARENT, tracestate: 'app=1', baggage: 'app=2' },
        'baggage only': { baggage: 'app=2' },
      },
      (headers) => both((t) => [{ ...base(t), headers }]),
    ),
    ...each('act', actForms, (act) => both((t) => [{ ...base(t), method: 'POST' }], act)),
    ...each('odd first argument', oddValues, (odd) => both(({ port }) => [odd, { port, host: '127.0.0.1' }])),
    ...each('odd second argument', oddValues, (odd, ms) => both(({ origin }) => [origin, odd], undefined, ms)),
    ...each('odd callback', oddValues, (odd, ms) => both((t) => [base(t), odd], undefined, ms)),
    ...each('odd third argument', oddValues, (odd, ms) => both((t) => [t.origin, {}, odd], undefined, ms)),
    ...Object.assign(
      {},
      ...[
        'method',
        'host',
        'hostname',
        'path',
        'port',
        'headers',
        'protocol',
        'agent',
        'auth',
        'timeout',
        'signal',
        'setHost',
        'defaultPort',
        'createConnection',
        'maxHeaderSize',
        'insecureHTTPParser',
        'joinDuplicateHeaders',
        'uniqueHeaders',
        'lookup',
        'family',
        'localAddress',
        'socketPath',
        '_defaultAgent',
      ].map((key) =>
        each(`odd ${key}`, ['method', 'host', 'path', 'headers'].includes(key) ? oddValues : fewOddValues, (odd, ms) =>
          both((t) => [{ ...base(t), [key]: odd }], undefined, key === 'createConnection' ? ms : undefined),
        ),
      ),
    ),
    'one options object for several requests': async (t, see) => {
      const options = see.unchanged('options', { ...base(t), headers: { 'X-A': '1' } });
      for (let i = 0; i < 3; i += 1) await perform(see, () => t.http.get(options));
      see('received', t.server.received());
    },
    'no arguments': async (t, see) => {
      await perform(see, () => t.http.request());
      await perform(see, () => t.http.get());
    },
    'this is lost': async (t, see) => {
      const { get, request } = t.http;
      await perform(see, () => get(base(t)));
      await perform(see, () => Reflect.apply(request, null, [base(t)]));
      await perform(see, () => new request(base(t)));
      see('received', t.server.received());
    },
    'names, lengths and identities': async ({ http }, see) => {
      const esm = await import('node:http');
      for (const name of ['request', 'get', 'ClientRequest', 'createServer']) {
        see(name, [
          http[name].name,
          http[name].length,
          Reflect.ownKeys(http[name]).map(String),
          esm[name] === http[name],
          require('http')[name] === http[name],
          'prototype' in http[name],
        ]);
      }
      see('keys', Object.keys(http));
    },
    'a listener once and off': async (t, see) => {
      const heard = () => see('heard');
      await perform(
        see,
        () => t.http.request(base(t)),
        (request) => {
          request.once('response', heard);
          request.off('response', heard);
          request.once('close', heard);
          request.removeListener('close', heard);
          see('left', [
            request.listenerCount('response'),
            request.listeners('close').length,
            request.rawListeners('error').length,
          ]);
          request.on('response', (response) => response.resume());
          request.end();
        },
      );
    },
    'ten listeners of each event': async (t, see) => {
      const warnings = [];
      const warn = (warning) => warnings.push(warning.message);
      process.on('warning', warn);
      const request = t.http.get(base(t));
      for (const name of ['response', 'close', 'error'])
        for (let i = 0; i < 10; i += 1) request.on(name, (response) => response?.resume?.());
      await new Promise((resolve) => request.on('finish', resolve));
      await new Promise(setImmediate);
      process.off('warning', warn);
      see('warnings', warnings);
    },
    'ClientRequest itself': async (t, see) => {
      await perform(see, () => new t.http.ClientRequest(base(t)));
      class Own extends t.http.ClientRequest {}
      await perform(see, () => new Own(base(t)));
      see('received', t.server.received());
    },
    'an order of ticks': async (t, see) => {
      const order = [];
      const note = (name) => () => order.push(name);
      const request = t.http.get(base(t));
      process.nextTick(note('tick'));
      Promise.resolve().then(note('microtask'));
      for (const name of ['socket', 'finish', 'close']) request.on(name, note(name));
      await new Promise((resolve) =>
        request.on('response', (response) => {
          note('response')();
          for (const name of ['end', 'close']) response.on(name, note(`response ${name}`));
          response.resume();
          request.on('close', resolve);
        }),
      );
      see('order', order);
    },
  },
  alone: {
    'an error that nobody listens to': async ({ http }) => {
      http.get({ host: '127.0.0.1', port: 1 });
      await new Promise(() => {});
    },
    'a response listener that throws': async (t) => {
      t.http.get(base(t), () => {
        throw new Error('in the listener');
      });
      await new Promise(() => {});
    },
    'a response that is not read': async (t, see) => {
      const response = await new Promise((resolve) => t.http.get({ ...base(t), agent: false }, resolve));
      see('status', response.statusCode);
      t.server.close();
    },
    'no listener of the response': async (t, see) => {
      const request = t.http.get({ ...base(t), agent: false });
      await new Promise((resolve) => request.on('close', resolve));
      see('destroyed', [request.destroyed, request.res?.complete]);
      t.server.close();
    },
  },
};
