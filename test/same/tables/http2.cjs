// http2 without TLS: streams and requests of each form on both sides, and what fails.
const { ask, onRequest, onStream, served, shown } = require('../http2-session.cjs');

module.exports = {
  env: { FIRSTLIGHT_REQUEST_LOG: 'none' },
  setup: () => ({ http2: require('node:http2') }),
  calls: {
    'a stream': (t) =>
      onStream(
        t,
        (stream) => {
          stream.respond({ ':status': 201, 'x-own': 'a' });
          stream.end('body');
        },
        (session) => ask(session, { ':path': '/a' }),
      ),
    'a request': (t) =>
      onRequest(
        t,
        (request, response) => response.end(`${request.method} ${request.url}`),
        (session) => ask(session, { ':path': '/b?c=d' }),
      ),
    'headers of the app': (t, see) =>
      onRequest(
        t,
        (request, response) => {
          see('request', [
            request.headers['x-own'],
            request.rawHeaders.includes('x-own'),
            Object.keys(request).length > 0,
          ]);
          response.setHeader('x-answer', ['a', 'b']);
          response.end();
        },
        (session) => ask(session, see.unchanged('headers', Object.freeze({ ':path': '/', 'X-Own': 'a' }))),
      ),
    'headers without a prototype': (t) =>
      onRequest(
        t,
        (request, response) => response.end(request.headers['x-own']),
        (session) => ask(session, Object.assign(Object.create(null), { ':path': '/', 'x-own': 'a' })),
      ),
    'no headers': (t) =>
      onRequest(
        t,
        (request, response) => response.end(request.url),
        (session) => ask(session),
      ),
    'bad headers': (t, see) =>
      onRequest(
        t,
        (request, response) => response.end(),
        (session) => {
          for (const headers of [
            7,
            'text',
            null,
            { ':bad': 'a' },
            { a: undefined },
            { connection: 'close' },
            { 'b c': 'd' },
          ])
            see.outcome(String(typeof headers), () => {
              const stream = session.request(headers);
              stream.on('error', () => {}).close();
              return stream.constructor.name;
            });
        },
      ),
    'bad options': (t, see) =>
      onRequest(
        t,
        (request, response) => response.end(),
        (session) => {
          for (const options of [7, 'text', null, { endStream: 7 }, { weight: 'a' }])
            see.outcome(String(typeof options), () => {
              const stream = session.request({}, options);
              stream.on('error', () => {}).close();
              return stream.constructor.name;
            });
        },
      ),
    'a body': (t) =>
      onRequest(
        t,
        (request, response) => request.pipe(response),
        (session) => ask(session, { ':method': 'POST' }, {}, 'sent'),
      ),
    trailers: (t) =>
      onStream(
        t,
        (stream) => {
          stream.respond({ ':status': 200 }, { waitForTrailers: true });
          stream.on('wantTrailers', () => stream.sendTrailers({ 'x-end': 'a' }));
          stream.end('body');
        },
        (session) => ask(session, {}),
      ),
    'a handler that closes': (t, see) =>
      onStream(
        t,
        (stream) => {
          stream.on('error', (error) => see('server', shown(error)));
          stream.close(t.http2.constants.NGHTTP2_REFUSED_STREAM);
        },
        (session) => ask(session, {}),
      ),
    'a handler that destroys': (t, see) =>
      onStream(
        t,
        (stream) => {
          stream.on('error', (error) => see('server', shown(error)));
          stream.destroy(new Error('own'));
        },
        (session) => ask(session, {}),
      ),
    'respond twice': (t, see) =>
      onStream(
        t,
        (stream) => {
          stream.respond();
          see.outcome('again', () => stream.respond());
          stream.end();
        },
        (session) => ask(session, {}),
      ),
    'headers that cannot be sent': (t, see) =>
      onStream(
        t,
        (stream) => {
          for (const headers of [{ ':status': 99 }, { ':bad': 'a' }, { connection: 'close' }, 7])
            see.outcome(String(typeof headers), () => stream.respond(headers));
          if (!stream.headersSent) stream.respond();
          stream.end();
        },
        (session) => ask(session, {}),
      ),
    'listeners of a stream': (t, see) =>
      onStream(
        t,
        (stream) => {
          see(
            'listeners',
            stream.eventNames().map((name) => [String(name), stream.listenerCount(name)]),
          );
          see('keys', Object.keys(stream));
          stream.respond();
          stream.end();
        },
        (session) => ask(session, {}),
      ),
    'listeners of the client': (t, see) =>
      onRequest(
        t,
        (request, response) => response.end(),
        async (session) => {
          const stream = session.request({});
          see(
            'stream',
            stream.eventNames().map((name) => [String(name), stream.listenerCount(name)]),
          );
          see(
            'session',
            session.eventNames().map((name) => [String(name), session.listenerCount(name)]),
          );
          await new Promise((resolve) => stream.on('close', resolve).resume());
        },
      ),
    'an aborted request': (t, see) =>
      onRequest(
        t,
        (request) => request.on('aborted', () => see('aborted', request.aborted)),
        async (session) => {
          const abort = new AbortController();
          const asked = ask(session, {}, { signal: abort.signal });
          setTimeout(() => abort.abort(), 50);
          return asked;
        },
      ),
    'both listeners': (t, see) =>
      served(
        t,
        {
          stream: () => see('stream'),
          request: (request, response) => {
            see('request');
            response.end('x');
          },
        },
        (session) => ask(session, {}),
      ),
    'a pushed stream': (t, see) =>
      onStream(
        t,
        (stream) => {
          stream.pushStream({ ':path': '/pushed' }, (error, pushed, headers) => {
            see('pushed', [shown(error), headers[':path']]);
            pushed.respond({ ':status': 200 });
            pushed.end('pushed');
          });
          stream.respond();
          stream.end('first');
        },
        async (session) => {
          const pushed = new Promise((resolve) => {
            session.on('stream', (stream, headers) => resolve([headers[':path'], stream.resume().constructor.name]));
          });
          return [await ask(session, {}), await pushed];
        },
      ),
    'early hints': (t) =>
      onRequest(
        t,
        (request, response) => {
          response.writeEarlyHints({ link: '</a>; rel=preload' });
          response.end('x');
        },
        (session) => ask(session, {}),
      ),
    'no server': async ({ http2 }) => {
      const session = http2.connect('http://127.0.0.1:1');
      const heard = new Promise((resolve) => session.on('error', (error) => resolve(error.code)));
      return [await ask(session, {}), await heard];
    },
    'addresses that are none': ({ http2 }, see) => {
      for (const address of [undefined, null, 7, 'x', {}, 'ftp://a'])
        see.outcome(
          String(typeof address),
          () =>
            http2
              .connect(address)
              .on('error', () => {})
              .destroy() && 'open',
        );
    },
    'the functions': ({ http2 }) =>
      [http2.connect, http2.createServer, http2.createSecureServer].map(({ name, length }) => [name, length]),
    'the order of what runs': (t) =>
      onStream(
        t,
        (stream) => {
          const log = ['listener'];
          process.nextTick(() => log.push('tick'));
          Promise.resolve().then(() => log.push('microtask'));
          setImmediate(() => {
            stream.respond();
            stream.end(log.join());
          });
        },
        (session) => ask(session, {}),
      ),
  },
  alone: {
    'an error without a listener': (t) =>
      onStream(
        t,
        (stream) => stream.close(t.http2.constants.NGHTTP2_REFUSED_STREAM),
        (session) => ask(session, {}),
      ),
    'a handler that throws': (t) =>
      onRequest(
        t,
        () => {
          throw new Error('own');
        },
        (session) => ask(session, {}),
      ),
  },
};
