// http.Server: what its listeners get and do, and the bytes that come out.
const net = require('node:net');
const { handled, listen, raw, send, serve } = require('../http-exchange.cjs');
const { responseForms } = require('../http-server-forms.cjs');

module.exports = {
  scopes: ['@opentelemetry/instrumentation-http'],
  setup() {
    const http = require('node:http');
    return { http, create: http.createServer };
  },
  calls: {
    ...Object.fromEntries(Object.entries(responseForms).map(([name, handle]) => [name, handled(handle)])),
    ...Object.fromEntries(
      Object.entries({
        'no such protocol': 'HELLO\r\n\r\n',
        'no host': 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n',
        'HTTP/1.0': 'GET / HTTP/1.0\r\n\r\n',
        pipelined:
          'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: ' +
          'a\r\nConnection: close\r\n\r\n',
        'bad header': 'GET / HTTP/1.1\r\nHost: a\r\nb c: d\r\nConnection: close\r\n\r\n',
        'absolute target': 'GET http://x/y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
        'star target': 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
        'odd target': 'GET //a\\b%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
        'bad traceparent': 'GET / HTTP/1.1\r\nHost: a\r\ntraceparent: zz\r\nbaggage: %%%\r\nConnection: close\r\n\r\n',
        'odd host':
          'GET / HTTP/1.1\r\nHost: [a:b\r\nForwarded: x;;=\r\nX-Forwarded-For: ,\r\nConnection: close\r\n\r\n',
        'odd request ID': 'GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: \x00\r\nConnection: close\r\n\r\n',
        'half a request': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nConnection: close\r\n\r\nx',
        'expect without a listener':
          'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
        'another expectation':
          'POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
        'upgrade without a listener': 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
        'connect without a listener': 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
      }).map(([name, text]) => [`raw: ${name}`, raw(text)]),
    ),
    upgrade: ({ http }, see) =>
      serve(
        see,
        http.createServer().on('upgrade', (request, socket, rest) => {
          see('upgrade', [
            request.url,
            rest.length,
            Reflect.ownKeys(socket).includes('write'),
            socket.listenerCount('close'),
            socket.listenerCount('error'),
          ]);
          socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nhello');
        }),
        'GET /u HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nrest',
      ),
    connect: ({ http }, see) =>
      serve(
        see,
        http.createServer().on('connect', (request, socket) => {
          see('connect', request.url);
          socket.end('HTTP/1.1 200 OK\r\n\r\nhello');
        }),
        'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
      ),
    'connect behind requests that are not answered': ({ http }, see) => {
      const responses = [];
      const server = http.createServer((request, response) => void responses.push(response));
      server.on('connect', (request, socket) => {
        for (const event of ['close', 'error', 'end', 'drain']) see(event, socket.listeners(event).map(String));
        for (const response of responses) response.end('ok');
        socket.end('HTTP/1.1 200 OK\r\n\r\nhello');
      });
      const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
      return serve(see, server, `${get}${get}${get}CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n`);
    },
    checkContinue: ({ http }, see) => {
      const server = http.createServer((request, response) => response.end('from request'));
      server.on('checkContinue', (request, response) => {
        see('checkContinue');
        response.writeContinue();
        see('emit', server.emit('request', request, response));
      });
      return serve(
        see,
        server,
        'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      );
    },
    checkExpectation: ({ http }, see) =>
      serve(
        see,
        http.createServer().on('checkExpectation', (request, response) => response.writeHead(417).end()),
        'POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      ),
    'classes of its own': ({ http }, see) => {
      class OwnRequest extends http.IncomingMessage {
        get own() {
          return 'own';
        }
      }
      class OwnResponse extends http.ServerResponse {
        end(...args) {
          see('own end');
          return super.end(...args);
        }
      }
      return serve(
        see,
        http.createServer({ IncomingMessage: OwnRequest, ServerResponse: OwnResponse }, (request, response) => {
          see('classes', [request.constructor.name, response.constructor.name, request.own]);
          response.end('ok');
        }),
      );
    },
    'a server class': ({ http }, see) => {
      class OwnServer extends http.Server {
        emit(name, ...args) {
          see('emit', String(name));
          return super.emit(name, ...args);
        }
      }
      return serve(see, new OwnServer((request, response) => response.end('ok')));
    },
    'a server by call': ({ http }, see) =>
      serve(see, Reflect.apply(http.Server, undefined, [(request, response) => response.end('ok')])),
    "listeners are the app's own": async ({ http }, see) => {
      const listener = (request, response) => response.end();
      const server = http.createServer(listener);
      see('listeners', [
        server.listeners('request').length,
        server.listeners('request')[0] === listener,
        server.rawListeners('request')[0] === listener,
        server.eventNames().map(String),
        Reflect.ownKeys(server).map(String),
      ]);
      server.off('request', listener);
      see('left', server.listenerCount('request'));
    },
    'emits a request by hand': async ({ http }, see) => {
      const server = http.createServer();
      see.outcome('nobody', () => server.emit('request'));
      server.on('request', (...args) => {
        see('got', args.length);
      });
      for (const args of [
        [],
        [undefined],
        [{}, {}],
        [null, null],
        ['a', 'b'],
        [new http.IncomingMessage(new net.Socket())],
        [Object.freeze({}), Object.freeze({})],
      ]) {
        see.outcome('emit', () => server.emit('request', ...args));
      }
      const request = new http.IncomingMessage(new net.Socket());
      const response = new http.ServerResponse(request);
      const keys = [Reflect.ownKeys(request).length, Reflect.ownKeys(response).length];
      see.outcome('emit', () => server.emit('request', request, response));
      see('after', [
        response.eventNames().map(String),
        request.eventNames().map(String),
        keys[0] === Reflect.ownKeys(request).length,
        keys[1] === Reflect.ownKeys(response).length,
      ]);
      response.emit('close');
      see.outcome('error', () => response.emit('error', new Error('by hand')));
      see.outcome('no event', () => server.emit());
    },
    'the order of what runs': async ({ http }, see) => {
      const order = [];
      await serve(
        (label, value) => {
          if (label !== 'answer') see(label, value);
        },
        http.createServer((request, response) => {
          order.push('listener');
          process.nextTick(() => order.push('tick'));
          queueMicrotask(() => order.push('microtask'));
          setImmediate(() => order.push('immediate'));
          response.on('finish', () => order.push('finish')).on('close', () => order.push('close'));
          request.on('end', () => order.push('end')).resume();
          response.end();
        }),
      );
      see('order', order);
    },
    'the client leaves': async ({ http }, see) => {
      const server = http.createServer((request, response) => {
        response.on('close', () => {
          see('close', [response.writableEnded, response.destroyed, request.aborted, request.destroyed]);
          response.end('late');
        });
        socket.destroy();
      });
      const socket = net.connect(await listen(server), '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
      );
      await new Promise((resolve) =>
        server.on('connection', (served) => served.on('close', () => setImmediate(resolve))),
      );
      await new Promise((resolve) => server.close(resolve));
    },
  },
  alone: {
    'a listener that throws': async ({ http }) => {
      const server = http.createServer(() => {
        throw new Error('in the listener');
      });
      await send(server);
    },
    'a listener that throws a symbol': async ({ http }) => {
      const server = http.createServer(() => {
        throw Symbol('thrown');
      });
      await send(server);
    },
    'a listener that throws null, and an app that lives on': async ({ http }, see) => {
      process.on('uncaughtException', (error) => see('caught', error));
      const server = http.createServer((request, response) => {
        setImmediate(() => response.end('late'));
        throw null;
      });
      see('answer', await send(server));
      server.close();
    },
    'a listener that rejects': async ({ http }) => {
      const server = http.createServer(async () => {
        throw new Error('in the listener');
      });
      await send(server);
    },
    'an error of the response that nobody listens to': async ({ http }) => {
      const server = http.createServer((request, response) => response.destroy(new Error('mine')));
      await send(server);
      server.close();
    },
    'an error emitted by hand that nobody listens to': async ({ http }) => {
      const server = http.createServer((request, response) => response.emit('error', new Error('by hand')));
      await send(server);
    },
  },
};
