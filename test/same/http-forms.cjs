// Forms of what http.request takes, as functions that make a new one each time.
const legacy = require('node:url');

const withGetters = (object, values) =>
  Object.defineProperties(
    object,
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { get: () => value, enumerable: true, configurable: true }]),
    ),
  );
const thrower = (key) =>
  Object.defineProperty({}, key, {
    enumerable: true,
    get() {
      throw new Error(`the getter of ${key}`);
    },
  });
/** A URL class of an app: its properties are getters of its prototype. */
class Polyfill {
  #text;
  constructor(text) {
    this.#text = new URL(text);
  }
  text() {
    return `${this.#text.protocol}//127.0.0.1:${this.port2 ?? 1}/polyfill?a=1`;
  }
}
for (const key of [
  'protocol',
  'hostname',
  'host',
  'port',
  'pathname',
  'search',
  'href',
  'origin',
  'hash',
  'username',
  'password',
  'searchParams',
]) {
  Object.defineProperty(Polyfill.prototype, key, {
    get() {
      return new URL(this.text())[key];
    },
    configurable: true,
  });
}
class OwnUrl extends URL {}

exports.urlForms = {
  'a string': ({ origin }) => [`${origin}/s?x=1#h`],
  'a string and options': ({ origin }) => [`${origin}/s`, { method: 'DELETE', headers: { a: 'b' } }],
  'a string, overridden': ({ port }) => [
    'http://example.invalid/s',
    { host: '127.0.0.1', hostname: '127.0.0.1', port, path: '/other' },
  ],
  'a string with credentials': ({ port }) => [`http://us%40er:p%5Ew@127.0.0.1:${port}/`],
  'a string with bad credentials': ({ port }) => [`http://us%er:p%@127.0.0.1:${port}/`],
  'a string that is no URL': () => ['nowhere'],
  'a string of another protocol': ({ port }) => [`https://127.0.0.1:${port}/`],
  'a boxed string': ({ origin }) => [Object(origin)],
  'a string with spaces': ({ origin }) => [` ${origin}/a b `],
  'a URL': ({ origin }) => [new URL(`${origin}/u?x=1#h`)],
  'a URL and options': ({ origin }) => [new URL(`${origin}/u`), { headers: { a: 'b' }, path: '/other' }],
  'a URL and undefined': ({ origin }) => [new URL(origin), undefined],
  'a URL and null': ({ origin }) => [new URL(origin), null],
  'a URL with credentials': ({ port }) => [new URL(`http://us%40er:p%5Ew@127.0.0.1:${port}/`)],
  'a URL with a user only': ({ port }) => [new URL(`http://user@127.0.0.1:${port}/`)],
  'a URL with own properties': ({ origin }) => [
    Object.assign(new URL(origin), { headers: { 'x-a': '1' }, method: 'PUT' }),
  ],
  'a URL with own options': ({ port, http }) => [
    Object.assign(new URL('http://example.invalid:1/u'), {
      agent: new http.Agent(),
      auth: 'u:p',
      path: '/ignored',
      hostname: '127.0.0.1',
      [Symbol('s')]: 1,
      createConnection: () => require('node:net').connect(port, '127.0.0.1'),
    }),
  ],
  'a URL with own options and others': ({ origin }) => [
    Object.assign(new URL(origin), { method: 'PUT', headers: { 'x-a': '1' } }),
    { headers: { 'x-b': '1' }, method: undefined },
  ],
  'a URL with an own getter that throws': ({ origin }) => [
    Object.defineProperties(new URL(origin), Object.getOwnPropertyDescriptors(thrower('headers'))),
  ],
  'a URL with own properties that are hidden': ({ origin }) => [
    Object.defineProperties(new URL(origin), { method: { value: 'PUT' }, pathname: { value: '/own' } }),
  ],
  'a frozen URL': ({ origin }) => [Object.freeze(new URL(origin))],
  'a subclass of URL': ({ origin }) => [new OwnUrl(`${origin}/own`)],
  'a URL with own getters': ({ origin }) => [withGetters(new URL(origin), { pathname: '/got', search: '?s' })],
  'a URL of whatwg-url': ({ origin, whatwg }) => [new whatwg.URL(`${origin}/whatwg?a=1`)],
  'a URL of whatwg-url and options': ({ origin, whatwg }) => [new whatwg.URL(`${origin}/whatwg`), { method: 'PUT' }],
  'a URL of a polyfill': ({ port }) => [Object.assign(new Polyfill('http://x/'), { port2: port })],
  'a legacy URL': ({ origin }) => [legacy.parse(`${origin}/legacy?a=1#h`)],
  'a legacy URL with credentials': ({ port }) => [legacy.parse(`http://us%40er:p%5Ew@127.0.0.1:${port}/`)],
  'a frozen legacy URL': ({ origin }) => [Object.freeze(legacy.parse(origin))],
  'a proxy of a URL': ({ origin }) => [new Proxy(new URL(origin), {})],
  'options from a URL': ({ origin }) => [legacy.urlToHttpOptions(new URL(`${origin}/o?x`))],
  'a URL of IPv6': ({ port }) => [new URL(`http://[::1]:${port}/`)],
  'a URL without a port': () => [new URL('http://127.0.0.1/'), { port: 1 }],
  'a look-alike': ({ port }) => [
    { href: 'x', protocol: 'http:', hostname: '127.0.0.1', port, pathname: '/ignored', search: '?i' },
  ],
};

const frozen = (options) => Object.freeze(options);
exports.optionForms = {
  plain: (options) => options,
  frozen,
  'frozen with frozen headers': (options) => frozen({ ...options, headers: frozen({ 'X-A': '1' }) }),
  sealed: (options) => Object.seal(options),
  'not extensible': (options) => Object.preventExtensions(options),
  'null prototype': (options) => Object.assign(Object.create(null), options),
  inherited: (options) => Object.create(options),
  'inherited headers': (options) => Object.assign(Object.create({ headers: { inherited: '1' } }), options),
  getters: (options) => withGetters({}, options),
  'a getter that throws': (options) => Object.assign(thrower('headers'), options),
  'a getter that throws, not needed': (options) => Object.assign(thrower('unknown'), options),
  'a getter of another value each time': (options) => {
    let count = 0;
    return Object.defineProperty(options, 'path', { enumerable: true, get: () => `/${(count += 1)}` });
  },
  'a proxy': (options) => new Proxy(options, {}),
  'a proxy that counts': (options) =>
    new Proxy(
      { ...options, seen: 0 },
      {
        get(target, key) {
          if (key === 'path') {
            target.seen += 1;
            return `/seen-${target.seen}`;
          }
          return target[key];
        },
      },
    ),
  'a class': (options) => Object.assign(new (class Options {})(), options),
  'a symbol key': (options) => ({ ...options, [Symbol('s')]: 1 }),
  'a lowercase method': (options) => ({ ...options, method: 'put' }),
  'an unknown method': (options) => ({ ...options, method: 'BREW' }),
  'host with port': (options) => ({ ...options, host: `127.0.0.1:${options.port}` }),
  'hostname before host': (options) => ({ ...options, host: 'example.invalid', hostname: '127.0.0.1' }),
  'port as text': (options) => ({ ...options, port: String(options.port) }),
  'path absolute': (options) => ({ ...options, path: 'http://example.invalid/x' }),
  'path without slash': (options) => ({ ...options, path: 'x' }),
  'path as an object': (options) => ({ ...options, path: { toString: () => '/object' } }),
  'path not ascii': (options) => ({ ...options, path: '/ä b' }),
  'pathname only': ({ path, ...options }) => ({ ...options, pathname: path }),
  auth: (options) => ({ ...options, auth: 'user:pa:ss' }),
  'agent false': (options) => ({ ...options, agent: false }),
  'an agent with a default port': (options, { http }) => {
    const agent = new http.Agent();
    agent.defaultPort = options.port;
    return { host: options.host, path: '/', agent };
  },
  'an agent of another protocol': (options, { http }) => ({
    ...options,
    agent: Object.assign(new http.Agent(), { protocol: 'own:' }),
  }),
  'an agent of another protocol, named': (options, { http }) => ({
    ...options,
    protocol: 'own:',
    agent: Object.assign(new http.Agent(), { protocol: 'own:' }),
  }),
  'an agent that is no Agent': (options) => ({
    ...options,
    agent: {
      addRequest(request, given) {
        const socket = require('node:net').connect(given.port, given.host);
        request.onSocket(socket);
      },
    },
  }),
  'a frozen agent': (options, { http }) => ({ ...options, agent: Object.freeze(new http.Agent({ keepAlive: true })) }),
  createConnection: (options) => ({
    ...options,
    createConnection: (given) => require('node:net').connect(given.port, given.host),
  }),
  'createConnection throws': (options) => ({
    ...options,
    createConnection() {
      throw new Error('no connection');
    },
  }),
  'createConnection calls back': (options) => ({
    ...options,
    createConnection(given, done) {
      const socket = require('node:net').connect(given.port, given.host);
      setImmediate(done, null, socket);
    },
  }),
  'lookup is called': (options) => ({
    ...options,
    host: 'some.invalid',
    lookup: (host, given, done) =>
      given.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
  }),
  'lookup throws': (options) => ({
    ...options,
    host: 'some.invalid',
    lookup() {
      throw new Error('no name');
    },
  }),
  'an aborted signal': (options) => ({ ...options, signal: AbortSignal.abort() }),
  'a signal aborted with a symbol': (options) => ({ ...options, signal: AbortSignal.abort(Symbol('gone')) }),
  'no host header': (options) => ({ ...options, setHost: false }),
  'a closed port': (options) => ({ ...options, port: 1 }),
  uniqueHeaders: (options) => ({ ...options, uniqueHeaders: ['x-a'], headers: { 'x-a': ['1', '2'] } }),
};

exports.headerForms = {
  none: () => undefined,
  null: () => null,
  empty: () => ({}),
  plain: () => ({ 'X-A': '1', host: 'me' }),
  frozen: () => frozen({ 'X-A': '1' }),
  'frozen array': () => frozen(['Host', 'me', 'X-A', '1']),
  'flat array': () => ['Host', 'me', 'Authorization', 'Bearer x', 'X-A', '1', 'X-A', '2'],
  'flat array without host': () => ['X-A', '1'],
  'odd array': () => ['X-A', '1', 'X-B'],
  'empty array': () => [],
  pairs: () => [
    ['Host', 'me'],
    ['X-A', '1'],
    ['X-A', '2'],
  ],
  'frozen pairs': () => frozen([frozen(['Host', 'me']), frozen(['X-A', '1'])]),
  'pairs with arrays': () => [
    ['Host', 'me'],
    ['X-A', ['1', '2']],
  ],
  'bad pairs': () => [['Host', 'me'], null],
  'pairs with a bad name': () => [
    ['Host', 'me'],
    ['X A', '1'],
  ],
  'flat array with a bad value': () => ['Host', 'me', 'X-A', undefined],
  'null prototype': () => Object.assign(Object.create(null), { 'X-A': '1' }),
  inherited: () => Object.create({ 'X-A': '1' }),
  'a Headers object': () => new Headers({ 'X-A': '1' }),
  'a Map': () => new Map([['X-A', '1']]),
  'several values': () => ({ 'X-A': ['1', '2'], cookie: ['a=1', 'b=2'] }),
  'frozen values': () => ({ 'X-A': frozen(['1', '2']) }),
  number: () => ({ 'X-A': 1 }),
  undefined: () => ({ 'X-A': undefined }),
  'a bad name': () => ({ 'X A': '1' }),
  'an empty name': () => ({ '': '1' }),
  'a bad value': () => ({ 'X-A': 'a\r\nb' }),
  'a symbol value': () => ({ 'X-A': Symbol('a') }),
  'a getter that throws': () => thrower('X-A'),
  'a proxy': () => new Proxy({ 'X-A': '1' }, {}),
  expect: () => ({ Expect: '100-continue' }),
  'expect in an array': () => ['Host', 'me', 'Expect', '100-continue'],
  connection: () => ({ Connection: 'close' }),
  'transfer-encoding': () => ({ 'Transfer-Encoding': 'chunked' }),
  'not latin1': () => ({ 'X-A': 'ā' }),
  latin1: () => ({ 'X-A': 'ä' }),
};
