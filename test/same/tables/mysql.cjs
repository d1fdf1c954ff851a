// mysql: connections, pools and clusters; queries with and without callbacks; who hears of an error.
// Frames of an instrumentation take places that V8 has ten of by default: see docs/compatibility.md.
Error.stackTraceLimit = 50;
const options = { host: '127.0.0.1', user: 'root', database: 'test' };
const failure = (error) =>
  error
    ? { name: error.constructor.name, code: error.code, fatal: error.fatal, message: error.sqlMessage ?? error.message }
    : error;
const withConnection = async ({ mysql }, use) => {
  const connection = mysql.createConnection(options);
  try {
    return await use(connection);
  } finally {
    await new Promise((resolve) => {
      connection.end(resolve);
    });
  }
};
const withPool = async ({ mysql }, use) => {
  const pool = mysql.createPool({ ...options, connectionLimit: 2 });
  try {
    return await use(pool);
  } finally {
    await new Promise((resolve) => {
      pool.end(resolve);
    });
  }
};
const byCallback = (target, see, ...args) =>
  new Promise((resolve) => {
    const returned = target.query(...args, function (...values) {
      resolve({ values: [failure(values[0]), values[1]], count: values.length, self: this?.constructor?.name });
    });
    see('returned', returned?.constructor.name ?? String(returned));
  });
const events = (query) =>
  new Promise((resolve) => {
    const log = [];
    query
      .on('error', (error) => log.push(['error', failure(error)]))
      .on('result', (row) => log.push(['result', { ...row }]));
    query
      .on('fields', (fields) => log.push(['fields', fields.length]))
      .on('end', () => {
        log.push('end');
        resolve(log);
      });
  });
const waits = (ms = 1_000) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

module.exports = {
  service: 'mariadb',
  scopes: ['@opentelemetry/instrumentation-mysql'],
  setup: (load) => ({ mysql: load('mysql') }),
  calls: {
    'a text and a callback': (t, see) =>
      withConnection(t, (connection) => byCallback(connection, see, 'SELECT 1 AS one')),
    'values and a callback': (t, see) =>
      withConnection(t, (connection) =>
        byCallback(connection, see, 'SELECT ? AS one', see.unchanged('values', Object.freeze([1]))),
      ),
    'values that are undefined': (t, see) =>
      withConnection(t, (connection) => byCallback(connection, see, 'SELECT 1 AS one', undefined)),
    'an error and a callback': (t, see) =>
      withConnection(t, (connection) => byCallback(connection, see, 'SELECT nothing')),
    'frozen options': (t, see) =>
      withConnection(t, (connection) =>
        byCallback(connection, see, see.unchanged('options', Object.freeze({ sql: 'SELECT ? AS a', values: [2] }))),
      ),
    'one options object for several calls': (t, see) =>
      withConnection(t, async (connection) => {
        const query = see.unchanged('options', { sql: 'SELECT 3 AS three', nestTables: true });
        return [await byCallback(connection, see, query), await byCallback(connection, see, query)];
      }),
    'options without prototype': (t, see) =>
      withConnection(t, (connection) =>
        byCallback(connection, see, Object.assign(Object.create(null), { sql: 'SELECT 4 AS four' })),
      ),
    'a getter that throws': (t, see) =>
      withConnection(t, (connection) => {
        see.outcome(
          'query',
          () =>
            void connection.query(
              {
                get sql() {
                  throw new Error('got');
                },
              },
              () => {},
            ),
        );
      }),
    'no text': (t, see) =>
      withConnection(t, async (connection) => {
        for (const value of [undefined, null, 7, {}])
          await see.settled(
            String(value),
            Promise.race([
              new Promise((resolve) => {
                connection.query(value, (error) => resolve(failure(error)));
              }),
              waits(),
            ]),
          );
      }),
    'values that convert themselves': (t, see) =>
      withConnection(t, async (connection) => {
        let times = 0;
        const result = await byCallback(connection, see, 'SELECT ? AS v', [
          {
            toSqlString: () => {
              times += 1;
              return '9';
            },
          },
        ]);
        return [result, times];
      }),
    'events of a query': (t) =>
      withConnection(t, (connection) => events(connection.query('SELECT 5 AS five UNION SELECT 6'))),
    'events of a query with values': (t) =>
      withConnection(t, (connection) => events(connection.query('SELECT ? AS v', [7]))),
    'events of a query that fails': (t) =>
      withConnection(t, (connection) => events(connection.query('SELECT nothing'))),
    'a stream': (t) =>
      withConnection(t, async (connection) => {
        const rows = [];
        for await (const row of connection.query('SELECT 8 AS eight').stream()) rows.push({ ...row });
        return rows;
      }),
    'listeners can be counted and removed': (t) =>
      withConnection(t, async (connection) => {
        const query = connection.query('SELECT 9 AS nine');
        const counts = ['error', 'end', 'result', 'fields'].map((name) => query.listenerCount(name));
        const seen = [];
        const onResult = () => seen.push('removed');
        query
          .on('result', onResult)
          .off('result', onResult)
          .once('result', () => seen.push('once'));
        await new Promise((resolve) => {
          query.on('end', resolve);
        });
        return [counts, seen, Object.keys(query).includes('emit')];
      }),
    'the error of a query goes to the connection': (t) =>
      withConnection(
        t,
        (connection) =>
          new Promise((resolve) => {
            connection.on('error', (error) => resolve(failure(error)));
            connection.query('SELECT nothing');
          }),
      ),
    'a query that is made first': (t, see) =>
      withConnection(
        t,
        (connection) =>
          new Promise((resolve) => {
            const query = t.mysql.createQuery('SELECT 10 AS ten', (error, rows) => resolve([failure(error), rows]));
            see('same', connection.query(query) === query);
          }),
      ),
    'a pool: query, connection, end': (t, see) =>
      withPool(t, async (pool) => {
        see('query', await byCallback(pool, see, 'SELECT 11 AS eleven'));
        see('events', await events(pool.query('SELECT 12 AS twelve')));
        const [connection, count] = await new Promise((resolve) => {
          pool.getConnection((...values) => resolve([values[1], values.length]));
        });
        see('count', count);
        see('inner', await byCallback(connection, see, 'SELECT 13 AS thirteen'));
        connection.release();
        see(
          'listeners',
          pool.eventNames().map((name) => [name, pool.listenerCount(name)]),
        );
      }),
    'a pool that cannot connect': async (t, see) => {
      const pool = t.mysql.createPool({ ...options, port: 1 });
      see(
        'connection',
        await new Promise((resolve) => {
          pool.getConnection((...values) => resolve([values.length, values[0].code]));
        }),
      );
      see(
        'query',
        await new Promise((resolve) => {
          pool.query('SELECT 1', (...values) => resolve([values.length, values[0].code]));
        }),
      );
      await new Promise((resolve) => {
        pool.end(resolve);
      });
    },
    'a cluster': async (t, see) => {
      const cluster = t.mysql.createPoolCluster();
      see('add', [cluster.add('one', options), cluster.add(options)]);
      const connection = await new Promise((resolve) => {
        cluster.getConnection('one', (error, got) => resolve(got));
      });
      see('query', await byCallback(connection, see, 'SELECT 14 AS fourteen'));
      connection.release();
      see.outcome('a node twice', () => cluster.add('one', options));
      await new Promise((resolve) => {
        cluster.end(resolve);
      });
    },
    'functions look as they did': ({ mysql }) =>
      [mysql.createConnection, mysql.createPool, mysql.createPoolCluster, mysql.createQuery].map(({ name, length }) => [
        name,
        length,
      ]),
    'this is lost': (t, see) =>
      withConnection(t, (connection) => {
        const { query } = connection;
        see.outcome('query', () => void query('SELECT 1'));
        return waits(50);
      }),
    'the order of callback, end and ticks': (t) =>
      withConnection(
        t,
        (connection) =>
          new Promise((resolve) => {
            const log = [];
            connection
              .query('SELECT 1', () => {
                process.nextTick(() => log.push('nextTick'));
                Promise.resolve().then(() => log.push('microtask'));
                setImmediate(() => resolve(log));
                log.push('callback');
              })
              .on('end', () => log.push('end'));
          }),
      ),
  },
  alone: {
    'an error that nobody listens to': (t) =>
      withConnection(t, (connection) => {
        connection.query('INSERT INTO nowhere.nothing VALUES (1)');
        return waits();
      }),
    'an error of a pool that nobody listens to': (t) =>
      withPool(t, (pool) => {
        pool.query('INSERT INTO nowhere.nothing VALUES (1)');
        return waits();
      }),
    'an error of a stream that nobody listens to': (t) =>
      withConnection(t, (connection) => {
        connection.query('SELECT nothing').stream().resume();
        return waits();
      }),
    'a callback that throws': (t) =>
      withConnection(t, (connection) => {
        connection.query('SELECT 1', () => {
          throw new Error('thrown in the callback');
        });
        return waits();
      }),
  },
};
