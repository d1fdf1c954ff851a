// mariadb: promises and callbacks, pools, streams; who hears of an error.
const options = { host: '127.0.0.1', user: 'root', database: 'test' };
const failure = (error) => error && { kind: error.constructor.name, code: error.code, state: error.sqlState };
const called = (act) => new Promise((resolve) => act((...args) => resolve(args)));

module.exports = {
  service: 'mariadb',
  scopes: ['firstlight/mariadb'],
  metrics: ['db.client.operation.duration'],
  setup: async (load) => {
    const mariadb = load('mariadb');
    const callbacks = load('mariadb/callback');
    const connection = callbacks.createConnection(options);
    return {
      mariadb,
      callbacks,
      one: await mariadb.createConnection(options),
      pool: mariadb.createPool({ ...options, connectionLimit: 1 }),
      connection,
    };
  },
  teardown: async ({ one, pool, connection }) => {
    await one.end();
    await pool.end();
    await called((done) => connection.end(done));
  },
  calls: {
    exports: ({ mariadb, callbacks }) => [
      Object.keys(mariadb),
      Object.keys(callbacks),
      Object.keys(mariadb.default ?? {}),
    ],
    'what is made': async ({ mariadb, one, pool }, see) => {
      see('kinds', [one.constructor.name, pool.constructor.name, mariadb.createConnection.length]);
      const promise = one.query('SELECT 1 AS one');
      see('promise', promise.constructor.name);
      await promise;
    },
    'a query': async ({ one }) => [...(await one.query('SELECT ? AS word', ['x']))],
    'a query by an object that is frozen': async ({ one }, see) => [
      ...(await one.query(see.unchanged('options', Object.freeze({ sql: 'SELECT 1 AS one', rowsAsArray: true })))),
    ],
    'rows with their columns': async ({ one }) => {
      const [rows, columns] = await one.query({ sql: 'SELECT 1 AS one', metaAsArray: true });
      return [[...rows], columns.length];
    },
    'an error': ({ one }, see) => one.query('SELECT nothing').catch((error) => see('error', failure(error))),
    'undefined and nothing': async ({ one }, see) => {
      for (const value of [undefined, ''])
        await new Promise((resolve) => {
          resolve(one.query(value));
        }).then(
          (rows) => see('rows', rows),
          (error) => see('error', failure(error)),
        );
    },
    'a prepared statement': async ({ one }, see) => {
      const prepared = await one.prepare('SELECT ? AS word');
      see('kind', prepared.constructor.name);
      see('rows', [...(await prepared.execute(['x']))]);
      prepared.close();
    },
    'a batch': async ({ one }, see) => {
      await one.query('CREATE TEMPORARY TABLE pets (id INT)');
      see('changed', (await one.batch('INSERT INTO pets VALUES (?)', [[1], [2]])).affectedRows);
    },
    'a transaction': async ({ one }, see) => {
      see('begin', await one.beginTransaction());
      see('rollback', await one.rollback());
      see('commit', await one.commit());
    },
    'a stream': async ({ one }, see) => {
      const stream = one.queryStream('SELECT 1 AS one UNION SELECT 2');
      see('events', [stream.constructor.name, stream.eventNames(), stream.listenerCount('error')]);
      for await (const row of stream) see('row', row);
    },
    'a stream that fails': ({ one }, see) =>
      new Promise((resolve) => {
        one.queryStream('SELECT nothing').on('error', (error) => resolve(see('error', failure(error))));
      }),
    'a pool': async ({ pool }, see) => {
      see('rows', [...(await pool.query('SELECT 1 AS one'))]);
      see('error', await pool.query('SELECT nothing').catch(failure));
      const connection = await pool.getConnection();
      see('kind', [connection.constructor.name, Object.keys(connection)]);
      see('rows', [...(await connection.execute('SELECT 2 AS two'))]);
      await connection.release();
    },
    'a callback': async ({ connection }, see) => {
      see(
        'query',
        await called((done) => see('returned', connection.query('SELECT 1 AS one', done)?.constructor.name)),
      );
      see('error', (await called((done) => connection.query('SELECT nothing', done))).map(failure));
      see('execute', (await called((done) => connection.execute('SELECT 2 AS two', done))).length);
      see('commit', await called((done) => connection.commit(done)));
    },
    'without a callback': ({ connection }, see) =>
      new Promise((resolve) => {
        const query = connection.query('SELECT 1 AS one');
        see('events', query.eventNames());
        query.on('data', (row) => see('row', row)).on('end', resolve);
      }),
    'a server that is not there': ({ mariadb }, see) =>
      mariadb.createConnection({ ...options, port: 1 }).catch((error) => see('error', failure(error))),
  },
};
