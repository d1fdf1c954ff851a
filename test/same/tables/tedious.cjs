// tedious without a server: requests, parameters, listeners and what fails before anything is sent.
const shown = (error) => (error instanceof Error ? [error.constructor.name, error.code, error.message] : error);
const options = {
  server: '127.0.0.1',
  options: { port: 1, connectTimeout: 500, connectionRetryInterval: 10, encrypt: false },
};
const counts = (emitter) => emitter.eventNames().map((name) => [String(name), emitter.listenerCount(name)]);
/** Runs a request on a connection that is not there. */
const refused = ({ tedious }, see, method, make) =>
  new Promise((resolve) => {
    const connection = new tedious.Connection(options);
    connection.on('error', (error) => see('connection', shown(error)));
    const request = make((error, ...rest) => {
      see('callback', [shown(error), rest.length]);
      resolve();
    });
    see.outcome(method, () => connection[method](request));
    see('keys', [counts(request), Object.keys(request).sort()]);
    connection.close();
    setTimeout(resolve, 100);
  });

module.exports = {
  setup: (load) => ({ tedious: load('tedious') }),
  calls: {
    'no server': ({ tedious }) =>
      new Promise((resolve) => {
        const connection = new tedious.Connection(options);
        connection.connect((error) => {
          resolve(shown(error));
          connection.close();
        });
      }),
    'listeners of a connection': ({ tedious }) => {
      const connection = new tedious.Connection(options);
      return [counts(connection), Object.keys(connection).sort()];
    },
    'connect twice': ({ tedious }, see) => {
      const connection = new tedious.Connection(options);
      connection.on('error', () => {});
      connection.connect(() => {});
      see.outcome('again', () => connection.connect(() => {}));
      connection.close();
    },
    'connect with what is no callback': ({ tedious }, see) => {
      for (const callback of [undefined, null])
        see.outcome(typeof callback, () => {
          const connection = new tedious.Connection(options);
          connection.on('connect', () => {}).on('error', () => {});
          connection.connect(callback);
          connection.close();
        });
    },
    'configurations that are none': ({ tedious }, see) => {
      for (const config of [undefined, null, 7, 'x', {}, { server: 7 }, { server: 'a', options: 7 }])
        see.outcome(typeof config, () => typeof new tedious.Connection(config));
    },
    'a request': ({ tedious }) => {
      const request = new tedious.Request('select 1', () => {});
      return [
        request.constructor.name,
        request instanceof tedious.Request,
        counts(request),
        Object.keys(request).sort(),
      ];
    },
    'requests that are none': ({ tedious }, see) => {
      for (const text of [undefined, null, 7, {}, Symbol('s')])
        see.outcome(typeof text, () => typeof new tedious.Request(text, () => {}));
      for (const callback of [undefined, null, 7, 'x'])
        see.outcome(`by ${typeof callback}`, () => typeof new tedious.Request('a', callback));
    },
    execSql: (t, see) => refused(t, see, 'execSql', (done) => new t.tedious.Request('select 1', done)),
    execSqlBatch: (t, see) => refused(t, see, 'execSqlBatch', (done) => new t.tedious.Request('select 1', done)),
    callProcedure: (t, see) => refused(t, see, 'callProcedure', (done) => new t.tedious.Request('sp', done)),
    prepare: (t, see) => refused(t, see, 'prepare', (done) => new t.tedious.Request('select 1', done)),
    'a parameter that is not valid': (t, see) =>
      refused(t, see, 'execSql', (done) => {
        const request = new t.tedious.Request('select @a', done);
        request.addParameter('a', t.tedious.TYPES.Int, 'text');
        return request;
      }),
    'a listener of a request': (t, see) =>
      refused(t, see, 'execSql', (done) =>
        new t.tedious.Request('select 1', done)
          .on('error', (error) => see('error', shown(error)))
          .on('requestCompleted', () => see('completed')),
      ),
    'what is no request': ({ tedious }, see) => {
      const connection = new tedious.Connection(options);
      for (const request of [undefined, null, 7, {}]) see.outcome(typeof request, () => connection.execSql(request));
    },
    'a bulk load': ({ tedious }, see) => {
      const connection = new tedious.Connection(options);
      see.outcome('new', () => connection.newBulkLoad('t', (error) => see('callback', shown(error))).constructor.name);
      see.outcome('none', () => connection.newBulkLoad());
    },
    transactions: ({ tedious }, see) => {
      const connection = new tedious.Connection(options);
      for (const name of ['beginTransaction', 'commitTransaction', 'rollbackTransaction'])
        see.outcome(name, () => connection[name]((error) => see('callback', shown(error))));
    },
    'a subclass': ({ tedious }) => {
      class Own extends tedious.Request {}
      const request = new Own('select 1', () => {});
      return [request.constructor.name, request instanceof Own, request instanceof tedious.Request];
    },
    'names and lengths': ({ tedious }) => [
      [tedious.Request.name, tedious.Request.length, tedious.Connection.name, tedious.Connection.length],
      ['execSql', 'connect', 'prepare', 'callProcedure', 'execBulkLoad'].map((name) => {
        const { name: own, length } = tedious.Connection.prototype[name];
        return [own, length];
      }),
    ],
  },
};
