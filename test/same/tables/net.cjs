// net: connections of each form, what fails, listeners and what is left on sockets.
const { openTcp } = require('../stand-in.cjs');

const end = (socket, see) =>
  new Promise((resolve) => {
    const log = [];
    for (const name of ['lookup', 'connect', 'ready', 'end', 'error', 'timeout'])
      socket.on(name, (value) => log.push([name, value?.code ?? typeof value]));
    socket.on('connect', () => setImmediate(() => socket.end('x')));
    socket.on('close', (hadError) => resolve([...log, ['close', hadError]]));
    socket.on('data', (data) => see('data', data));
  });
const counts = (socket) => socket.eventNames().map((name) => [String(name), socket.listenerCount(name)]);

module.exports = {
  async setup() {
    const server = await openTcp(() => 'answer');
    return { net: require('node:net'), server, port: server.port };
  },
  teardown: ({ server }) => server.close(),
  calls: {
    'a port and a host': async ({ net, port }) => {
      const socket = net.connect(port, '127.0.0.1');
      const listeners = counts(socket);
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.destroy();
      return [socket.constructor.name, listeners, counts(socket), Object.keys(socket)];
    },
    options: ({ net, port }, see) => {
      const options = see.unchanged('options', Object.freeze({ port, host: '127.0.0.1', allowHalfOpen: false }));
      const socket = net.connect(options);
      socket.on('connect', () => socket.end());
      return new Promise((resolve) => socket.on('close', resolve));
    },
    'a listener of connect': ({ net, port }, see) =>
      new Promise((resolve) => {
        const socket = net.connect(port, '127.0.0.1', function (...args) {
          see('this', [this === socket, args.length]);
          socket.end();
          resolve();
        });
        see('listeners', counts(socket));
      }),
    'a port as text': ({ net, port }) => {
      const socket = net.connect(String(port), '127.0.0.1');
      socket.on('connect', () => socket.destroy());
      return new Promise((resolve) => socket.on('close', resolve));
    },
    'a pipe that is none': ({ net }, see) => end(net.connect('/nowhere/at/all'), see),
    'a port without a server': ({ net }, see) => end(net.connect(1, '127.0.0.1'), see),
    'bad arguments': ({ net }, see) => {
      for (const args of [[], [undefined], [null], [{}], [-1], [65536], ['a'], [NaN], [Symbol('s')], [[]], [true]])
        see.outcome(String(typeof args[0]), () => {
          const socket = net.connect(...args);
          socket.on('error', () => {}).destroy();
          return socket.constructor.name;
        });
    },
    'bad options': ({ net, port }, see) => {
      for (const options of [{ port: 'a' }, { port, host: 7 }, { path: 7 }, { port, lookup: 7 }, { port, family: 5 }])
        see.outcome(Object.keys(options).join(), () => {
          const socket = net.connect(options);
          socket.on('error', () => {}).destroy();
          return socket.constructor.name;
        });
    },
    'a socket of the app': ({ net, port }, see) => {
      const socket = new net.Socket();
      see('same', socket.connect(port, '127.0.0.1') === socket);
      return end(socket, see);
    },
    'connect twice': async ({ net, port }, see) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', (error) => see('error', error.code));
      see.outcome('again', () => socket.connect(port, '127.0.0.1') === socket);
      socket.on('connect', () => socket.destroy());
      await new Promise((resolve) => {
        socket.on('close', resolve);
      });
    },
    'destroyed at once': ({ net, port }, see) => {
      const socket = net.connect(port, '127.0.0.1');
      const ended = end(socket, see);
      socket.destroy();
      return ended;
    },
    'destroyed with an error': ({ net, port }, see) => {
      const socket = net.connect(port, '127.0.0.1');
      const ended = end(socket, see);
      socket.destroy(Object.assign(new Error('own'), { code: 'OWN' }));
      return ended;
    },
    'listeners are removed': async ({ net, port }) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.removeAllListeners();
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.destroy();
      return counts(socket);
    },
    'a subclass': ({ net, port }, see) => {
      class Own extends net.Socket {
        connect(...args) {
          see('connect', args.length);
          return super.connect(...args);
        }
      }
      return end(new Own().connect(port, '127.0.0.1'), see);
    },
    'a connect without `this`': ({ net }, see) =>
      see.outcome('connect', () => net.Socket.prototype.connect.call(undefined, 1)),
    'a lookup of the app': ({ net, port }, see) =>
      end(
        net.connect({
          port,
          host: 'somewhere',
          lookup: (host, options, done) => {
            see('lookup', [host, options.all]);
            done(null, options.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4);
          },
        }),
        see,
      ),
    'a lookup that throws': ({ net, port }, see) =>
      see.outcome('connect', () => {
        const socket = net.connect({
          port,
          host: 'somewhere',
          lookup: () => {
            throw new Error('own');
          },
        });
        socket.on('error', () => {});
      }),
    'a signal': async ({ net, port }, see) => {
      const abort = new AbortController();
      const ended = end(net.connect({ port, host: '127.0.0.1', signal: abort.signal }), see);
      abort.abort();
      return ended;
    },
    'a time-out': ({ net, port }) => {
      const socket = net.connect({ port, host: '127.0.0.1', timeout: 10 });
      socket.on('timeout', () => socket.destroy());
      return new Promise((resolve) => socket.on('close', resolve));
    },
    'the functions': ({ net }) =>
      [net.connect, net.createConnection, net.Socket.prototype.connect].map(({ name, length }) => [name, length]),
    'the order of ticks': ({ net, port }) =>
      new Promise((resolve) => {
        const log = [];
        const socket = net.connect(port, '127.0.0.1');
        socket.on('connect', () => {
          log.push('connect');
          process.nextTick(() => log.push('tick'));
          Promise.resolve().then(() => log.push('microtask'));
          setImmediate(() => {
            socket.destroy();
            resolve(log);
          });
        });
        log.push('sync');
      }),
  },
  alone: {
    'an error without a listener': async ({ net }) => {
      net.connect(1, '127.0.0.1');
      await new Promise(() => {});
    },
  },
};
