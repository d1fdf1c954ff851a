// Servers of @hapi/hapi for its table, and what becomes of each kind of reply and error.
const { Readable } = require('node:stream');
const { ask, thrown } = require('./served.cjs');

const make = ({ Hapi }, options) => Hapi.server({ port: 0, host: '127.0.0.1', debug: false, ...options });
const route = (server, handler, path = '/', more = {}) => {
  server.route({ method: 'GET', path, handler, ...more });
  return server;
};
const served = async (server, path, options) => {
  await server.start();
  try {
    return await ask(server.listener, path, options);
  } finally {
    await server.stop({ timeout: 0 });
  }
};
const injected = async (server, request) => {
  const { statusCode, result, payload, headers } = await server.inject(request);
  return { statusCode, result: typeof result === 'object' ? payload : result, type: headers['content-type'] };
};

const calls = {};
const replies = {
  text: 'text',
  bytes: Buffer.from('b'),
  object: { a: 1 },
  null: null,
  undefined,
  number: 7,
  true: true,
  list: [1],
};
for (const [title, value] of Object.entries(replies))
  calls[`a reply: ${title}`] = (t) =>
    served(
      route(make(t), () => value),
      '/',
    );
calls['a reply: stream'] = (t) =>
  served(
    route(make(t), () => Readable.from([Buffer.from('s')], { objectMode: false })),
    '/',
  );
// hapi itself ends the process where it cannot write to the error.
for (const [title, value] of Object.entries(thrown).filter(([name]) => !/frozen|message throws/.test(name))) {
  calls[`thrown: ${title}`] = async (t) => {
    const seen = [];
    const server = route(make(t), () => {
      throw value();
    });
    server.ext('onPreResponse', ({ response }, h) => {
      seen.push([response.isBoom, response.constructor.name]);
      return h.continue;
    });
    return [await served(server, '/'), seen];
  };
  calls[`thrown by an extension: ${title}`] = (t) => {
    const server = route(make(t), () => 'ok');
    server.ext('onPreHandler', async () => {
      throw value();
    });
    return served(server, '/');
  };
}

module.exports = { injected, make, replyCalls: calls, route, served };
