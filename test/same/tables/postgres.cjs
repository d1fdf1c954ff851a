// postgres.js: a query is a lazy thenable, sent once, settled in the turn that its connection says.
const options = { host: '127.0.0.1', user: 'postgres', database: 'test', max: 1, onnotice() {} };
const brief = (rows) => ({ rows: [...rows], count: rows.count, command: rows.command, kind: rows.constructor.name });
/** The order of what runs around a query that settles. */
const ordered = async (sql, text) => {
  const log = [];
  const step = (name) => () => log.push(name);
  const query = sql.unsafe(text);
  const settled = query.then(step('ok'), step('failed')).then(step('later'));
  const other = Promise.resolve();
  other.then(step('microtask 1')).then(step('microtask 2')).then(step('microtask 3'));
  log.push('sync');
  await settled;
  return log;
};

module.exports = {
  service: 'postgres',
  scopes: ['firstlight/postgres'],
  metrics: ['db.client.operation.duration'],
  setup: (load) => ({ sql: load('postgres')(options), postgres: load('postgres') }),
  teardown: ({ sql }) => sql.end(),
  calls: {
    'a query': async ({ sql }, see) => {
      const query = sql`SELECT ${1}::int AS one`;
      see('class', [query.constructor.name, Object.keys(query), query instanceof Promise]);
      see('before', [query.executed, query.active]);
      const rows = await query;
      see('again', (await query) === rows);
      return brief(rows);
    },
    'a query that no one waits for is not sent': async ({ sql }, see) => {
      const never = sql`SELECT nothing`;
      await sql`SELECT 1`;
      see('executed', never.executed);
    },
    'then, catch and finally': async ({ sql }, see) => {
      see('then', sql`SELECT 1 AS one`.then((rows) => rows[0]).constructor.name);
      see('catch', await sql`SELECT nothing`.catch((error) => [error.constructor.name, error.code, error.message]));
      see('finally', await sql`SELECT 2 AS two`.finally(() => see('ran', true)).then(brief));
    },
    'execute sends at once': async ({ sql }, see) => {
      const query = sql`SELECT 1 AS one`.execute();
      see('executed', query.executed);
      return brief(await query);
    },
    'an error': ({ sql }) => sql`SELECT nothing`,
    'an error has its query': ({ sql }, see) =>
      sql`SELECT ${1}::int FROM missing`.catch((error) => see('query', [error.query, error.parameters])),
    fragments: async ({ sql }) => {
      const where = sql`WHERE one = ${1}`;
      return brief(await sql`SELECT ${sql('one')} FROM (VALUES (1), (2)) AS t (one) ${where}`);
    },
    'several statements': async ({ sql }) => (await sql.unsafe('SELECT 1 AS one; SELECT 2 AS two')).map(brief),
    'raw values': async ({ sql }) => (await sql`SELECT 1 AS one`.raw()).map((row) => row.map(String)),
    'values as they are described': async ({ sql }) => (await sql`SELECT 1 AS one`.describe()).string,
    'a cursor with a function': ({ sql }, see) =>
      sql`SELECT * FROM generate_series(1, 3) AS n`.cursor((rows) => see('rows', [...rows])),
    'a cursor that is iterated': async ({ sql }, see) => {
      for await (const rows of sql`SELECT * FROM generate_series(1, 5) AS n`.cursor(2)) see('rows', [...rows]);
    },
    'a cursor that is left': async ({ sql }, see) => {
      for await (const rows of sql`SELECT * FROM generate_series(1, 5) AS n`.cursor(2)) {
        see('rows', [...rows]);
        break;
      }
      return brief(await sql`SELECT 'still there' AS state`);
    },
    'a cursor that fails': async ({ sql }, see) => {
      for await (const rows of sql`SELECT 1 / (3 - n) FROM generate_series(1, 5) AS n`.cursor(1))
        see('rows', rows.length);
    },
    'row by row': ({ sql }, see) =>
      sql`SELECT * FROM generate_series(1, 3) AS n`.forEach((row) => see('row', row)).then(brief),
    'a transaction': ({ sql }) => sql.begin(async (inner) => brief(await inner`SELECT 1 AS one`)),
    'a transaction that is rolled back': ({ sql }) =>
      sql.begin(async (inner) => {
        await inner`SELECT nothing`;
      }),
    savepoints: ({ sql }) =>
      sql.begin((inner) => inner.savepoint((deeper) => deeper`SELECT 1 AS one`).then((rows) => brief(rows))),
    'a cancelled query': async ({ sql }, see) => {
      const query = sql`SELECT pg_sleep(5)`;
      const settled = query.catch((error) => error.message);
      setTimeout(() => query.cancel(), 50);
      see('settled', await settled);
    },
    'COPY out': async ({ sql }, see) => {
      const stream = await sql`COPY (SELECT 1) TO STDOUT`.readable();
      for await (const chunk of stream) see('chunk', String(chunk));
    },
    notifications: async ({ sql }, see) => {
      let heard;
      const note = new Promise((resolve) => {
        heard = resolve;
      });
      const { unlisten } = await sql.listen('firstlight_same', heard);
      await sql.notify('firstlight_same', 'hello');
      see('heard', await note);
      await unlisten();
    },
    'the order around a result': ({ sql }) => ordered(sql, 'SELECT 1'),
    'the order around an error': ({ sql }) => ordered(sql, 'SELECT nothing'),
    'a client that has ended': async ({ postgres }) => {
      const sql = postgres(options);
      await sql.end();
      return sql`SELECT 1`;
    },
    'a server that is not there': ({ postgres }) => postgres({ ...options, port: 1 })`SELECT 1`,
  },
  alone: {
    'an error that no one handles': async ({ sql }) => {
      sql`SELECT nothing`.execute();
      await new Promise((resolve) => {
        setTimeout(resolve, 1_000);
      });
    },
  },
};
