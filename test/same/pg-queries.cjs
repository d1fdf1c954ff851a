// Queries as objects: their events, cursors and streams.
const { brief, byCallback, failure, withClient } = require('./pg-client.cjs');

exports.queries = {
  'a Query with listeners': (t) =>
    withClient(t, async (client) => {
      const log = [];
      const query = new t.pg.Query('SELECT 5 AS five');
      query
        .on('row', (row) => log.push(row))
        .once('end', (result) => log.push(brief(result)))
        .on('error', (error) => log.push(failure(error)));
      const same = client.query(query) === query;
      await new Promise((resolve) => {
        query.on('end', resolve);
      });
      return [
        same,
        log,
        query.eventNames().map((name) => [name, query.listenerCount(name)]),
        Object.keys(query).includes('emit'),
      ];
    }),
  'a Query with a callback': (t, see) =>
    withClient(t, async (client) => byCallback(client, see, new t.pg.Query('SELECT 6 AS six'))),
  'a Query that fails': (t) =>
    withClient(
      t,
      (client) =>
        new Promise((resolve) => {
          client.query(new t.pg.Query('SELECT nothing')).on('error', (error) => resolve(failure(error)));
        }),
    ),
  'a listener of a Query is removed': (t) =>
    withClient(t, async (client) => {
      const query = client.query(new t.pg.Query('SELECT generate_series(1, 3) AS n'));
      const rows = [];
      const onRow = (row) => rows.push(row);
      query.on('row', onRow);
      query.off('row', onRow);
      query.removeAllListeners('end');
      await client.query('SELECT 1');
      return rows;
    }),
  'a Cursor': (t) =>
    withClient(t, async (client) => {
      const cursor = client.query(new t.Cursor('SELECT generate_series(1, 5) AS n'));
      const rows = [await cursor.read(2), await cursor.read(10), await cursor.read(1)];
      await cursor.close();
      return rows;
    }),
  'a Cursor that fails': (t, see) =>
    withClient(t, async (client) => {
      await see.settled(
        'failed',
        client
          .query(new t.Cursor('SELECT nothing'))
          .read(1)
          .then(() => 'read', failure),
      );
      return brief(await client.query('SELECT 7 AS seven'));
    }),
  'a QueryStream, whole and destroyed': (t) =>
    withClient(t, async (client) => {
      const rows = [];
      for await (const row of client.query(new t.QueryStream('SELECT generate_series(1, 250) AS n'))) rows.push(row.n);
      for await (const row of client.query(
        new t.QueryStream('SELECT generate_series(1, 1000) AS n', [], { batchSize: 5 }),
      ))
        if (row.n > 7) break;
      return [rows.length, brief(await client.query('SELECT 8 AS eight'))];
    }),
  'a QueryStream that fails': (t, see) =>
    withClient(t, (client) =>
      see.settled(
        'stream',
        (async () => {
          for await (const row of client.query(new t.QueryStream('SELECT nothing'))) see('row', row);
        })().catch(failure),
      ),
    ),
};
