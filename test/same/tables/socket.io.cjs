// socket.io: listeners that can be found again, events as they come.
const { flush, flushed, pair, seen } = require('../socket.io-pair.cjs');
const { handlers } = require('../socket.io-handlers.cjs');

module.exports = {
  scopes: ['@opentelemetry/instrumentation-socket.io'],
  setup: (load) => ({ Server: load('socket.io').Server, io: load('socket.io-client').io, servers: [] }),
  calls: {
    'on and off': (t) => {
      const { list, listener } = seen();
      return pair(
        t,
        (s) => {
          flush(s);
          s.on('a', listener);
          s.off('a', listener);
        },
        async (c, s) => {
          c.emit('a', 1);
          await flushed(c);
          return [list, s.listenerCount('a')];
        },
      );
    },
    'removeListener within the listener': (t, see) =>
      pair(
        t,
        (s) => {
          flush(s);
          const first = (x) => {
            see('first', x);
            s.removeListener('a', first);
            s.on('a', (y) => see('second', y));
          };
          s.on('a', first);
        },
        async (c, s) => {
          c.emit('a', 1);
          c.emit('a', 2);
          await flushed(c);
          return s.listenerCount('a');
        },
      ),
    once: (t) => {
      const { list, listener } = seen();
      return pair(
        t,
        (s) => {
          flush(s);
          s.once('a', listener);
        },
        async (c, s) => {
          c.emit('a', 1);
          c.emit('a', 2);
          await flushed(c);
          return [list, s.listenerCount('a')];
        },
      );
    },
    'once and off': (t) => {
      const { list, listener } = seen();
      return pair(
        t,
        (s) => {
          flush(s);
          s.once('a', listener);
          s.off('a', listener);
        },
        async (c, s) => {
          c.emit('a', 1);
          await flushed(c);
          return [list, s.listenerCount('a')];
        },
      );
    },
    'prependListener, addListener and prependOnceListener': (t, see) =>
      pair(
        t,
        (s) => {
          flush(s);
          s.on('a', () => see('on'));
          s.addListener('a', () => see('add'));
          s.prependListener('a', () => see('prepend'));
          s.prependOnceListener('a', () => see('prepend once'));
        },
        async (c, s) => {
          c.emit('a');
          c.emit('a');
          await flushed(c);
          return s.listenerCount('a');
        },
      ),
    "listeners are the app's": (t, see) =>
      pair(t, (s) => {
        const own = () => {};
        const other = () => {};
        s.on('a', own);
        s.once('a', other);
        see(
          'listeners',
          s.listeners('a').map((each) => each === own || each === other),
        );
        see('raw', s.rawListeners('a').length);
        see('names', s.eventNames().includes('a'));
      }),
    removeAllListeners: (t) =>
      pair(
        t,
        (s) => {
          flush(s);
          s.on('a', () => {});
          s.removeAllListeners('a');
        },
        (c, s) => s.listenerCount('a'),
      ),
    'the same listener twice': (t) => {
      const { list, listener } = seen();
      return pair(
        t,
        (s) => {
          flush(s);
          s.on('a', listener);
          s.on('a', listener);
          s.off('a', listener);
        },
        async (c) => {
          c.emit('a', 1);
          await flushed(c);
          return list;
        },
      );
    },
    'one listener for two events': (t) => {
      const { list, listener } = seen();
      return pair(
        t,
        (s) => {
          flush(s);
          s.on('a', listener);
          s.on('b', listener);
          s.off('a', listener);
        },
        async (c) => {
          c.emit('a', 1);
          c.emit('b', 2);
          await flushed(c);
          return list;
        },
      );
    },
    'what is no listener': (t, see) =>
      pair(t, (s) => {
        see.outcome('on', () => s.on('a'));
        see.outcome('once', () => s.once('a', 'x'));
        see.outcome('off', () => s.off('a', null));
        see('count', s.listenerCount('a'));
      }),
    'what on, once and off return': (t, see) =>
      pair(t, (s) => {
        const own = () => {};
        see('same', [s.on('a', own) === s, s.once('a', own) === s, s.off('a', own) === s]);
      }),
    'this and arguments': (t, see) =>
      pair(
        t,
        (s) => {
          flush(s);
          s.on('a', function (...args) {
            see('a', [this === s, args]);
          });
          s.once('b', function (...args) {
            see('b', [this === s, args]);
          });
        },
        async (c) => {
          c.emit('a', 1, null, { x: [1] });
          c.emit('b', Buffer.from('x'));
          await flushed(c);
        },
      ),
    acknowledgements: (t) =>
      pair(
        t,
        (s) => {
          s.on('a', (x, done) => done(null, x + 1));
        },
        (c) =>
          new Promise((resolve) => {
            c.emit('a', 1, (...args) => resolve(args));
          }),
      ),
    'emit from the server': (t) =>
      pair(
        t,
        (s) => {
          flush(s);
        },
        (c, s, server) =>
          new Promise((resolve) => {
            const got = [];
            c.on('x', (...args) => {
              got.push(args);
              if (got.length === 3) resolve([got, typeof s.emit('y')]);
            });
            s.emit('x', Object.freeze({ a: 1 }));
            server.emit('x', 2);
            s.nsp.to(s.id).emit('x', 3);
          }),
      ),
    'emit of a reserved event': (t, see) =>
      pair(t, (s) => {
        see.outcome('emit', () => s.emit('disconnect'));
      }),
    'emitWithAck from the server': (t) =>
      pair(t, null, (c, s) => {
        c.on('q', (x, done) => done(x * 2));
        return s.emitWithAck('q', 4);
      }),
    'a promise subclass is not asked': (t, see) =>
      pair(
        t,
        (s) => {
          flush(s);
          s.on('a', () => ({
            then() {
              see('asked');
            },
          }));
        },
        async (c) => {
          c.emit('a');
          await flushed(c);
        },
      ),
    'an async listener': (t, see) =>
      pair(
        t,
        (s) => {
          flush(s);
          s.on('a', async () => {
            await null;
            see('done');
          });
        },
        async (c) => {
          c.emit('a');
          await flushed(c);
          await new Promise((resolve) => {
            setTimeout(resolve, 20);
          });
        },
      ),
    ...handlers,
  },
  alone: {
    'a listener throws': (t, see) => {
      process.on('uncaughtException', (error) => see('uncaught', error.message));
      return pair(
        t,
        (s) => {
          flush(s);
          s.on('a', () => {
            throw new Error('own');
          });
        },
        async (c) => {
          c.emit('a');
          await flushed(c);
        },
      );
    },
    'a listener rejects': (t, see) => {
      process.on('unhandledRejection', (error) => see('unhandled', error.message));
      return pair(
        t,
        (s) => {
          flush(s);
          s.on('a', async () => {
            throw new Error('own');
          });
        },
        async (c) => {
          c.emit('a');
          await flushed(c);
          await new Promise((resolve) => {
            setTimeout(resolve, 20);
          });
        },
      );
    },
  },
};
