// What the tables of web frameworks share: one request to a listener, and the forms of values that handlers may throw
// or return.
const http = require('node:http');

/** What firstlight adds to answers, and what differs with time. */
const LEFT_OUT = /^(date|x-request-id|keep-alive|etag)$/i;

/** Serves one request and gives the answer: {status, headers, body}. */
exports.ask = async (listener, path = '/', { method = 'GET', headers = {}, body } = {}) => {
  const server = typeof listener === 'function' ? http.createServer(listener) : listener;
  await new Promise((resolve) => {
    server.listening ? resolve() : server.listen(0, '127.0.0.1', resolve);
  });
  try {
    return await new Promise((resolve, reject) => {
      const { port } = server.address();
      const request = http.request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        const chunks = [];
        response
          .on('data', (chunk) => chunks.push(chunk))
          .on('error', reject)
          .on('end', () => {
            const kept = Object.entries(response.headers).filter(([name]) => !LEFT_OUT.test(name));
            resolve({
              status: response.statusCode,
              headers: Object.fromEntries(kept),
              body: Buffer.concat(chunks).toString(),
            });
          });
      });
      request.on('error', (error) => resolve({ failed: error.code }));
      request.end(body);
    });
  } finally {
    if (typeof listener === 'function')
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
  }
};

/** The order in which what is scheduled here runs, until `finish` is called. */
exports.ticks = (log, label) => {
  process.nextTick(() => log.push(`${label} nextTick`));
  Promise.resolve()
    .then(() => log.push(`${label} microtask 1`))
    .then(() => log.push(`${label} microtask 2`))
    .then(() => log.push(`${label} microtask 3`));
  setImmediate(() => log.push(`${label} immediate`));
  log.push(`${label} now`);
};

class OwnError extends Error {
  constructor() {
    super('own');
    this.code = 'E_OWN';
  }
}
const withThrowingGetter = () =>
  Object.defineProperty(new Error('getter'), 'message', {
    get() {
      throw new Error('got');
    },
  });

/** Values that are thrown, or passed on as errors: each a function, since identity counts. */
exports.thrown = {
  'an error': () => new Error('plain'),
  'an own class': () => new OwnError(),
  'a frozen error': () => Object.freeze(new Error('frozen')),
  'a string': () => 'text',
  'a number': () => 7,
  null: () => null,
  'an object without prototype': () => Object.assign(Object.create(null), { message: 'bare', status: 418 }),
  'a symbol': () => Symbol('thrown'),
  'an error whose message throws': withThrowingGetter,
};
