// fetch: arguments of all forms, reasons of aborts, and the bytes that are sent.
const { openTcp } = require('../stand-in.cjs');
const { oddValues } = require('../requests.cjs');

const ANSWER = 'HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok';
const TRACEPARENT = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01';

/** Calls fetch and notes what comes of it and what the server has got. */
const sends = (make) => async (t, see) => {
  let args;
  see.outcome('arguments', () => {
    args = make(t);
    return args.length;
  });
  for (const [index, arg] of (args ?? []).entries())
    if (typeof arg === 'object') see.unchanged(`argument ${index}`, arg);
  await see.settled(
    'fetch',
    (async () => {
      const response = await fetch(...args);
      return [response.constructor.name, response.status, [...response.headers], await response.text()];
    })(),
  );
  see('received', t.server.received());
};
const each = (title, forms, make) =>
  Object.fromEntries(Object.entries(forms).map(([name, form]) => [`${title}: ${name}`, sends(make(form))]));
const frozen = Object.freeze;

/** Aborts a request whose answer never ends. */
const aborts =
  (reason, where) =>
  async ({ hanging }, see) => {
    const controller = new AbortController();
    const { signal } = controller;
    const promise = (async () => {
      if (where === 'before') controller.abort(...reason);
      const response = fetch(hanging, { signal });
      if (where === 'at once') controller.abort(...reason);
      const { status, body } = await response;
      see('status', status);
      const text = new Response(body).text();
      controller.abort(...reason);
      return text;
    })();
    await promise.then(
      (value) => see('resolved', value),
      (error) => see('rejected', [error === signal.reason, typeof error, error?.name]),
    );
  };
const reasons = {
  none: [],
  symbol: [Symbol('r')],
  null: [null],
  undefined: [undefined],
  text: ['r'],
  number: [0],
  error: [new Error('r')],
  'frozen error': [frozen(new Error('r'))],
  object: [{}],
  'null prototype': [Object.create(null)],
  function: [() => {}],
  bigint: [1n],
};

module.exports = {
  scopes: ['@opentelemetry/instrumentation-undici'],
  async setup() {
    const server = await openTcp((text) => (text.includes('\r\n\r\n') ? ANSWER : ''));
    const slow = await openTcp(() => 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx');
    return {
      server,
      slow,
      port: server.port,
      origin: `http://127.0.0.1:${server.port}/`,
      hanging: `http://127.0.0.1:${slow.port}/`,
    };
  },
  teardown: () => process.exit(),
  calls: {
    ...each('first', oddValues, (odd) => () => [odd]),
    ...each('options', oddValues, (odd) => ({ origin }) => [origin, odd]),
    ...each(
      'headers',
      {
        ...oddValues,
        frozen: frozen({ a: '1' }),
        pairs: [
          ['a', '1'],
          ['a', '2'],
        ],
        'frozen pairs': frozen([frozen(['a', '1'])]),
        Headers: new Headers({ a: '1' }),
        traceparent: { traceparent: TRACEPARENT },
        Traceparent: [
          ['TraceParent', TRACEPARENT],
          ['b', '1'],
        ],
        'traceparent and tracestate': { traceparent: TRACEPARENT, tracestate: 'app=1', baggage: 'app=2' },
        baggage: { baggage: 'app=2' },
        'request ID': { 'x-request-id': 'app' },
      },
      (headers) =>
        ({ origin }) => [origin, { headers }],
    ),
    ...each('method', oddValues, (method) => ({ origin }) => [origin, { method }]),
    ...each(
      'forms',
      {
        URL: (url) => [new URL(url)],
        Request: (url) => [new Request(url, { method: 'PUT', body: 'b' })],
        frozen: (url) => [url, frozen({ method: 'POST', body: 'x' })],
        'look-alike': (url) => [{ toString: () => url }],
        proxy: (url) => [url, new Proxy({}, {})],
        stream: (url) => [url, { method: 'POST', duplex: 'half', body: new Blob(['x']).stream() }],
        form: (url) => [url, { method: 'POST', body: new URLSearchParams({ a: 'b' }) }],
        closed: () => ['http://127.0.0.1:1/'],
        bad: () => ['http://'],
        data: () => ['data:,x'],
        'a getter that throws': (url) => [
          url,
          {
            get method() {
              throw new Error('method');
            },
          },
        ],
      },
      (form) =>
        ({ origin }) =>
          form(origin),
    ),
    ...Object.fromEntries(
      Object.entries(reasons).flatMap(([name, reason]) =>
        ['before', 'at once', 'later'].map((where) => [`aborts ${where}: ${name}`, aborts(reason, where)]),
      ),
    ),
    'names and identities': async (_, see) =>
      see('fetch', [fetch.name, fetch.length, Reflect.ownKeys(fetch).map(String)]),
  },
  alone: {
    'a rejection that nobody handles': async ({ hanging }) => {
      fetch(hanging, { signal: AbortSignal.abort(Symbol('r')) });
      await new Promise(() => {});
    },
  },
};
