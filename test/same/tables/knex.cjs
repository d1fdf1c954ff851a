// knex on mysql: builders, raw queries, transactions, streams, events and what fails.
const shown = (error) =>
  error instanceof Error ? [error.constructor.name, error.code, error.message, Object.keys(error)] : error;
const fails = (see, label, query) => see.settled(label, Promise.resolve(query).catch(shown));

module.exports = {
  service: 'mariadb',
  scopes: ['@opentelemetry/instrumentation-knex'],
  async setup(load) {
    const knex = load('knex');
    const connection = { host: '127.0.0.1', user: 'root', database: 'test' };
    const db = knex({ client: 'mysql', connection, pool: { min: 0, max: 2 } });
    return { knex, db, connection };
  },
  teardown: ({ db }) => db.destroy(),
  calls: {
    'a select': ({ db }) => db.select(db.raw('1 as one')),
    raw: async ({ db }) => (await db.raw('select ? as a, ? as b', [1, 'x']))[0],
    'named bindings': async ({ db }) => (await db.raw('select :a as a', { a: 1 }))[0],
    first: ({ db }) => db.first(db.raw('1 as one')),
    pluck: ({ db }) => db.select(db.raw('1 as one')).pluck('one'),
    'what a builder is': ({ db }) => {
      const builder = db.select(db.raw('1 as one'));
      return [builder.constructor.name, builder instanceof Promise, typeof builder.then, String(builder)];
    },
    'a builder that runs twice': async ({ db }) => {
      const builder = db.select(db.raw('1 as one'));
      return [await builder, await builder];
    },
    'a builder that never runs': ({ db }) => void db.select('nothing').from('nowhere'),
    'an error of the server': ({ db }, see) => fails(see, 'raw', db.raw('select nothing')),
    'a table that is missing': ({ db }, see) => fails(see, 'select', db('firstlight_missing').where('a', 1)),
    'an error with a stack of the app': ({ db }, see) =>
      see.settled(
        'stack',
        db('firstlight_missing')
          .where('a', 1)
          .catch((error) => [error.sql, error.errno, error.stack.split('\n')[0]]),
      ),
    'bindings of each kind': async ({ db }, see) => {
      for (const value of [null, 7, 'x', true, Buffer.from('b'), [1, 2], NaN, {}])
        await see.settled(
          String(typeof value),
          db
            .raw('select ? as v', [value])
            .then(([rows]) => rows)
            .catch(shown),
        );
    },
    'a binding that is undefined': ({ db }, see) =>
      fails(see, 'raw', (async () => db.raw('select ? as v', [undefined]))()),
    'frozen bindings': async ({ db }, see) =>
      (await db.raw('select ? as v', see.unchanged('bindings', Object.freeze([1]))))[0],
    'what is no query': async ({ db }, see) => {
      for (const query of [undefined, null, 7, {}, [], Symbol('s')])
        await fails(see, typeof query, (async () => db.raw(query))());
    },
    'an empty query': ({ db }, see) => fails(see, 'raw', db.raw('')),
    'a transaction': async ({ db }) =>
      db.transaction(async (trx) => [await trx.select(trx.raw('1 as one')), trx.isCompleted()]),
    'a transaction that is rolled back': ({ db }, see) =>
      fails(
        see,
        'transaction',
        db.transaction(async (trx) => {
          await trx.select(trx.raw('1 as one'));
          throw new Error('own');
        }),
      ),
    'a transaction that rejects with nothing': ({ db }, see) =>
      fails(
        see,
        'transaction',
        db.transaction(() => Promise.reject()),
      ),
    events: async ({ db }) => {
      const events = [];
      const heard = ['query', 'query-response', 'query-error', 'start'];
      const listeners = heard.map((name) => [name, (...args) => events.push([name, args.length, typeof args[0]])]);
      for (const [name, listener] of listeners) db.on(name, listener);
      await db.select(db.raw('1 as one'));
      await db.raw('select nothing').catch(() => {});
      for (const [name, listener] of listeners) db.removeListener(name, listener);
      return [events, heard.map((name) => db.listenerCount(name))];
    },
    'events of one query': async ({ db }) => {
      const events = [];
      await db
        .select(db.raw('1 as one'))
        .on('query', ({ sql, bindings, method }) => events.push(['query', sql, bindings, method]))
        .on('query-response', (rows, { sql }) => events.push(['response', rows.length, sql]));
      return events;
    },
    'a listener that throws': ({ db }, see) =>
      fails(
        see,
        'select',
        db.select(db.raw('1 as one')).on('query', () => {
          throw new Error('own');
        }),
      ),
    'a stream': async ({ db }) => {
      const rows = [];
      for await (const row of db.select(db.raw('1 as one')).stream()) rows.push(row);
      return rows;
    },
    'a stream that fails': ({ db }, see) =>
      fails(
        see,
        'stream',
        (async () => {
          for await (const row of db.raw('select nothing').stream()) return row;
        })(),
      ),
    'by callback': ({ db }, see) =>
      new Promise((resolve) => {
        db.select(db.raw('1 as one')).asCallback((error, rows) => {
          see('callback', [error, rows]);
          resolve();
        });
      }),
    'a time-out': ({ db }, see) => fails(see, 'raw', db.raw('select sleep(1)').timeout(50)),
    'no server': async ({ knex }, see) => {
      const db = knex({ client: 'mysql', connection: { host: '127.0.0.1', port: 1 } });
      await fails(see, 'select', db.select(1));
      await db.destroy();
    },
    'a client that is destroyed': async ({ knex, connection }, see) => {
      const db = knex({ client: 'mysql', connection });
      await db.destroy();
      await fails(see, 'select', db.select(1));
    },
    'a schema': async ({ db }) => {
      const name = `firstlight_same_${process.pid}`;
      await db.schema.createTable(name, (table) => table.increments('id'));
      const rows = [await db(name).insert({ id: 1 }), await db(name), await db(name).delete()];
      await db.schema.dropTable(name);
      return rows;
    },
    'post-processing': async ({ knex, connection }) => {
      const db = knex({ client: 'mysql', connection, postProcessResponse: (rows, context) => [rows.length, context] });
      const result = await db.select(db.raw('1 as one')).queryContext({ own: 1 });
      await db.destroy();
      return result;
    },
  },
};
