// pg: every form of client.query(), pools, cursors and streams; who hears of an error.
const { brief, byCallback, failure, options, ordered, withClient } = require('../pg-client.cjs');
const { queries } = require('../pg-queries.cjs');

module.exports = {
  service: 'postgres',
  scopes: ['@opentelemetry/instrumentation-pg'],
  setup: (load) => ({ pg: load('pg'), Cursor: load('pg-cursor'), QueryStream: load('pg-query-stream') }),
  calls: {
    'a text, by promise': (t, see) =>
      withClient(t, async (client) => {
        const promise = client.query('SELECT 1 AS one');
        see('class', promise.constructor.name);
        return brief(await promise);
      }),
    'a text, by callback': (t, see) => withClient(t, (client) => byCallback(client, see, 'SELECT 1 AS one')),
    'values, by callback': (t, see) => withClient(t, (client) => byCallback(client, see, 'SELECT $1::int AS one', [1])),
    'an error, by callback': (t, see) => withClient(t, (client) => byCallback(client, see, 'SELECT nothing')),
    'an error, by promise': (t) => withClient(t, (client) => client.query('SELECT nothing')),
    'a frozen options object': (t, see) =>
      withClient(t, async (client) =>
        brief(
          await client.query(
            see.unchanged('options', Object.freeze({ text: 'SELECT $1::int AS one', values: Object.freeze([1]) })),
          ),
        ),
      ),
    'one options object for several calls': (t, see) =>
      withClient(t, async (client) => {
        const query = see.unchanged('options', { text: 'SELECT 2 AS two', rowMode: 'array' });
        return [brief(await client.query(query)), brief(await client.query(query))];
      }),
    'an options object with a callback stays as it is': (t, see) =>
      withClient(
        t,
        (client) =>
          new Promise((resolve) => {
            const callback = (error, result) => resolve([failure(error), brief(result), query.callback === callback]);
            const query = see.unchanged('options', { text: 'SELECT 3 AS three', callback });
            see('returned', client.query(query));
          }),
      ),
    'a sealed options object with a callback': (t, see) =>
      withClient(
        t,
        (client) =>
          new Promise((resolve) => {
            client.query(
              see.unchanged(
                'options',
                Object.seal({ text: 'SELECT nothing', callback: (error) => resolve(failure(error)) }),
              ),
            );
          }),
      ),
    'options without prototype, and of a class with getters': (t) =>
      withClient(t, async (client) => {
        class Statement {
          get text() {
            return 'SELECT $1::text AS t';
          }
          get values() {
            return ['x'];
          }
        }
        return [
          brief(await client.query(Object.assign(Object.create(null), { text: 'SELECT 4 AS four' }))),
          brief(await client.query(new Statement())),
        ];
      }),
    'a getter that throws': (t, see) =>
      withClient(t, (client) => {
        see.outcome('query', () =>
          client.query({
            get text() {
              throw new Error('got');
            },
          }),
        );
      }),
    'undefined, null, a number, nothing': (t, see) =>
      withClient(t, async (client) => {
        for (const [title, args] of Object.entries({
          undefined: [undefined],
          null: [null],
          nothing: [],
          callback: [undefined, () => {}],
        }))
          see.outcome(title, () => client.query(...args));
        await see.settled('number', client.query(7));
        await see.settled('no text', client.query({}));
        await see.settled('values', client.query('SELECT 1', 'values'));
        await see.settled('callback is undefined', client.query('SELECT 1 AS one', undefined, undefined).then(brief));
        see.outcome('callback is no function', () => void client.query('SELECT 1', [], 'callback'));
      }),
    'values that convert themselves': (t) =>
      withClient(t, async (client) => {
        let times = 0;
        const value = {
          toPostgres: () => {
            times += 1;
            return 'converted';
          },
        };
        return [brief(await client.query('SELECT $1::text AS t', [value])), times];
      }),
    'several statements, and none': (t) =>
      withClient(t, async (client) => [
        (await client.query('SELECT 1 AS a; SELECT 2 AS b')).map(brief),
        brief(await client.query('')),
      ]),
    'a named statement twice': (t) =>
      withClient(t, async (client) => {
        const query = { name: 'named', text: 'SELECT $1::int AS n' };
        return [
          brief(await client.query({ ...query, values: [1] })),
          brief(await client.query({ ...query, values: [2] })),
        ];
      }),
    'the order of a promise': (t) => withClient(t, (client) => ordered(client, 'SELECT 1')),
    'the order of a rejection': (t) => withClient(t, (client) => ordered(client, 'SELECT nothing', 'errorMessage')),
    ...queries,
    'after the end': async (t, see) => {
      const client = new t.pg.Client(options);
      await client.connect();
      await client.end();
      await see.settled('promise', client.query('SELECT 1').then(brief, failure));
      return byCallback(client, see, 'SELECT 1');
    },
    'connect: promise, callback, twice, refused': async (t, see) => {
      const client = new t.pg.Client(options);
      see('promise', (await client.connect()) === undefined);
      await see.settled('twice', client.connect().catch(failure));
      await client.end();
      const refused = new t.pg.Client({ ...options, port: 1 });
      await see.settled(
        'refused',
        refused.connect().catch(({ code }) => code),
      );
      const other = new t.pg.Client(options);
      see(
        'callback',
        await new Promise((resolve) => {
          other.connect(function (...values) {
            resolve([values.length, values[0] ?? null, this?.constructor?.name]);
          });
        }),
      );
      await other.end();
    },
    'a pool: query, connect, release, listeners': async (t, see) => {
      const pool = new t.pg.Pool(options);
      const events = [];
      for (const name of ['connect', 'acquire', 'release', 'remove']) pool.on(name, () => events.push(name));
      see('promise', brief(await pool.query('SELECT 1 AS one')));
      see(
        'callback',
        await new Promise((resolve) => {
          pool.query('SELECT 2 AS two', (error, result) => resolve([failure(error), brief(result)]));
        }),
      );
      see(
        'connect',
        await new Promise((resolve) => {
          pool.connect(function (...values) {
            values[2]();
            resolve([values.length, failure(values[0]) ?? null, typeof values[2]]);
          });
        }),
      );
      const client = await pool.connect();
      client.release();
      see('counts', [pool.totalCount, pool.idleCount, pool.waitingCount]);
      see(
        'listeners',
        pool.eventNames().map((name) => [String(name), pool.listenerCount(name)]),
      );
      see('keys', [
        Object.keys(pool).filter((key) => key === 'emit'),
        Object.getOwnPropertySymbols(pool)
          .filter((symbol) => Object.prototype.propertyIsEnumerable.call(pool, symbol))
          .map(String),
      ]);
      await pool.end();
      see('events', events);
    },
    'a pool that cannot connect': async (t, see) => {
      const pool = new t.pg.Pool({ ...options, port: 1 });
      await see.settled(
        'query',
        pool.query('SELECT 1').catch(({ code }) => code),
      );
      see(
        'callback',
        await new Promise((resolve) => {
          pool.connect((error, client, release) => resolve([error.code, client === undefined, typeof release]));
        }),
      );
      await pool.end();
    },
    'methods look as they did': ({ pg }) =>
      [pg.Client.prototype.query, pg.Client.prototype.connect, pg.Pool.prototype.connect, pg.Pool.prototype.end].map(
        ({ name, length }) => [name, length],
      ),
    'a callback that throws': (t) =>
      withClient(
        t,
        (client) =>
          new Promise((resolve) => {
            const error = new Error('thrown in the callback');
            const listeners = process.rawListeners('uncaughtException');
            process.removeAllListeners('uncaughtException');
            process.once('uncaughtException', (caught) => {
              for (const each of listeners) process.on('uncaughtException', each);
              resolve(caught === error);
            });
            client.query('SELECT 1', () => {
              throw error;
            });
          }),
      ),
    'a query that takes too long': async (t) => {
      const client = new t.pg.Client({ ...options, query_timeout: 50 });
      await client.connect();
      const said = await client.query('SELECT pg_sleep(0.3)').catch(failure);
      await client.end();
      return said;
    },
  },
  alone: {
    'a rejection that nobody handles': (t) =>
      withClient(t, (client) => {
        client.query('SELECT nothing');
        return new Promise((resolve) => {
          setTimeout(resolve, 1_000);
        });
      }),
    'the error of a Query that nobody listens to': (t) =>
      withClient(t, (client) => {
        client.query(new t.pg.Query('SELECT nothing'));
        return new Promise((resolve) => {
          setTimeout(resolve, 1_000);
        });
      }),
    'a connect that nobody handles': ({ pg }) => {
      new pg.Client({ ...options, port: 1 }).connect();
      return new Promise((resolve) => {
        setTimeout(resolve, 1_000);
      });
    },
  },
};
