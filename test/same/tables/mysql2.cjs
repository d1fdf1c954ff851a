// mysql2: queries and prepared statements, by callback, promise, events and streams; who hears of an error.
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
const byCallback = (target, method, see, ...args) =>
  new Promise((resolve) => {
    const returned = target[method](...args, function (...values) {
      resolve({ values: [failure(values[0]), values[1]], count: values.length, self: this?.constructor?.name });
    });
    see('returned', returned?.constructor.name ?? String(returned));
  });
const events = (query) =>
  new Promise((resolve) => {
    const log = [];
    query.on('error', (error) => {
      log.push(['error', failure(error)]);
      setImmediate(resolve, log);
    });
    query
      .on('result', (row) => log.push(['result', { ...row }]))
      .on('fields', (fields) => log.push(['fields', fields?.length]))
      .on('end', () => {
        log.push('end');
        setImmediate(resolve, log);
      });
  });
const waits = (ms = 1_500) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
const calls = {};

for (const method of ['query', 'execute']) {
  Object.assign(calls, {
    [`${method}: a text and a callback`]: (t, see) =>
      withConnection(t, (connection) => byCallback(connection, method, see, 'SELECT 1 AS one')),
    [`${method}: frozen values and a callback`]: (t, see) =>
      withConnection(t, (connection) =>
        byCallback(connection, method, see, 'SELECT ? AS one', see.unchanged('values', Object.freeze([1]))),
      ),
    [`${method}: an error and a callback`]: (t, see) =>
      withConnection(t, (connection) => byCallback(connection, method, see, 'SELECT nothing')),
    [`${method}: frozen options`]: (t, see) =>
      withConnection(t, (connection) =>
        byCallback(
          connection,
          method,
          see,
          see.unchanged('options', Object.freeze({ sql: 'SELECT ? AS a', values: [2] })),
        ),
      ),
    [`${method}: one options object for several calls`]: (t, see) =>
      withConnection(t, async (connection) => {
        const query = see.unchanged('options', { sql: 'SELECT 3 AS three', rowsAsArray: true });
        return [await byCallback(connection, method, see, query), await byCallback(connection, method, see, query)];
      }),
    [`${method}: options without prototype`]: (t, see) =>
      withConnection(t, (connection) =>
        byCallback(connection, method, see, Object.assign(Object.create(null), { sql: 'SELECT 4 AS four' })),
      ),
    [`${method}: a getter that throws`]: (t, see) =>
      withConnection(t, (connection) => {
        see.outcome(
          method,
          () =>
            void connection[method](
              {
                get sql() {
                  throw new Error('got');
                },
              },
              () => {},
            ),
        );
      }),
    [`${method}: events`]: (t) =>
      withConnection(t, (connection) => events(connection[method]('SELECT 5 AS five UNION SELECT 6'))),
    [`${method}: events, with values, and no rows`]: (t) =>
      withConnection(t, (connection) => events(connection[method]('SELECT ? AS v FROM DUAL WHERE 1 = 0', [7]))),
    [`${method}: events of an error`]: (t) =>
      withConnection(t, (connection) => events(connection[method]('SELECT nothing'))),
    [`${method}: listeners can be counted and removed`]: (t) =>
      withConnection(t, async (connection) => {
        const query = connection[method]('SELECT 9 AS nine');
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
        return [counts, seen, Object.keys(query).includes('emit'), Object.keys(query).includes('onResult')];
      }),
    [`${method}: a promise`]: async ({ promised }) => {
      const connection = await promised.createConnection(options);
      const [rows] = await connection[method]('SELECT ? AS one', [1]);
      const error = await connection[method]('SELECT nothing').catch(failure);
      await connection.end();
      return [rows, error];
    },
    [`${method}: a pool`]: async (t, see) => {
      const pool = t.mysql.createPool({ ...options, connectionLimit: 2 });
      const result = await byCallback(pool, method, see, 'SELECT ? AS eleven', [11]);
      const rows = await pool.promise()[method]('SELECT 12 AS twelve');
      const error = await byCallback(pool, method, see, 'SELECT nothing');
      see(
        'listeners',
        pool.eventNames().map((name) => [name, pool.listenerCount(name)]),
      );
      await new Promise((resolve) => {
        pool.end(resolve);
      });
      return [result, rows[0], error];
    },
    [`${method}: this is lost`]: (t, see) =>
      withConnection(t, (connection) => {
        const { [method]: lost } = connection;
        see.outcome(method, () => void lost('SELECT 1'));
      }),
    [`${method}: the order of callback, end and ticks`]: (t) =>
      withConnection(
        t,
        (connection) =>
          new Promise((resolve) => {
            const log = [];
            connection[method]('SELECT 1', () => {
              process.nextTick(() => log.push('nextTick'));
              Promise.resolve().then(() => log.push('microtask'));
              setImmediate(() => resolve(log));
              log.push('callback');
            })?.on('end', () => log.push('end'));
          }),
      ),
  });
}

module.exports = {
  service: 'mariadb',
  scopes: ['@opentelemetry/instrumentation-mysql2'],
  setup: (load) => ({ mysql: load('mysql2'), promised: load('mysql2/promise') }),
  calls: {
    ...calls,
    'undefined and null': (t, see) =>
      withConnection(t, (connection) => {
        for (const value of [undefined, null]) see.outcome(String(value), () => void connection.query(value, () => {}));
      }),
    'a stream': (t) =>
      withConnection(t, async (connection) => {
        const rows = [];
        for await (const row of connection.query('SELECT ? AS eight', [8]).stream()) rows.push({ ...row });
        return rows;
      }),
    'a stream that fails': (t, see) =>
      withConnection(t, (connection) =>
        see.settled(
          'stream',
          new Promise((resolve) => {
            connection
              .query('SELECT nothing')
              .stream()
              .on('error', (error) => resolve(failure(error)));
          }),
        ),
      ),
    'a command that is made first': (t, see) =>
      withConnection(
        t,
        (connection) =>
          new Promise((resolve) => {
            const query = t.mysql.createQuery('SELECT 10 AS ten', (error, rows) => resolve([failure(error), rows]));
            see('same', connection.query(query) === query);
          }),
      ),
    'values that convert themselves': (t, see) =>
      withConnection(t, async (connection) => {
        let times = 0;
        const result = await byCallback(connection, 'query', see, 'SELECT ? AS v', [
          {
            toSqlString: () => {
              times += 1;
              return '9';
            },
          },
        ]);
        return [result, times];
      }),
    'methods look as they did': ({ mysql }) =>
      ['query', 'execute'].map((name) => {
        const method = mysql.Connection.prototype[name];
        return [method.name, method.length];
      }),
  },
  alone: {
    'an error that nobody listens to': (t) =>
      withConnection(t, (connection) => {
        connection.query('INSERT INTO nowhere.nothing VALUES (1)');
        return waits();
      }),
    'an error of a prepared statement that nobody listens to': (t) =>
      withConnection(t, (connection) => {
        connection.execute('SELECT nothing');
        return waits();
      }),
    'a rejection that nobody handles': async ({ promised }) => {
      (await promised.createConnection(options)).query('SELECT nothing');
      return waits();
    },
    'a callback that throws': (t) =>
      withConnection(t, (connection) => {
        connection.query('SELECT 1', () => {
          throw new Error('thrown in the callback');
        });
        return waits();
      }),
  },
};
