// Handlers of the server, middleware, and what handlers throw.
const { flush, flushed, pair } = require('./socket.io-pair.cjs');

exports.handlers = {
  'catch-all listeners': (t, see) =>
    pair(
      t,
      (s) => {
        flush(s);
        const any = (name) => see('any', name);
        s.onAny(any);
        s.offAny(any);
        s.onAny((name) => see('any', name));
      },
      async (c) => {
        c.emit('a');
        await flushed(c);
      },
    ),
  'connection listeners of the server': (t, see) =>
    pair(t, null, (c, s, server) => {
      const own = () => {};
      server.on('connection', own);
      server.off('connection', own);
      see('count', server.listenerCount('connection'));
      server.once('connection', own);
      server.off('connection', own);
      return server.sockets.listenerCount('connection');
    }),
  'middleware of a socket': (t, see) =>
    pair(
      t,
      (s) => {
        flush(s);
        s.use(([name], next) => {
          see('use', name);
          next(name === 'no' ? new Error('refused') : undefined);
        });
        s.on('error', (error) => see('error', error.message));
        s.on('no', () => see('reached'));
      },
      async (c) => {
        c.emit('no');
        await flushed(c);
      },
    ),
};
