// Clients of servers over HTTP or with the protocol of Redis, a file: what they return, settle with and reject with.
const { openHttp } = require('../stand-in.cjs');

const failure = (error) => error && [error.constructor.name, error.code, error.message?.split('\n')[0]];
const answer = (request, response) => {
  const isMissing = request.url.includes('missing');
  response.writeHead(isMissing ? 404 : 200, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ data: [], hits: { hits: [] }, error: isMissing ? 'missing' : undefined }));
};

module.exports = {
  service: 'redis',
  scopes: ['firstlight/opensearch', 'firstlight/clickhouse', 'firstlight/iovalkey', 'firstlight/libsql'],
  setup: async (load) => {
    const server = await openHttp(answer);
    const { Client } = load('@opensearch-project/opensearch');
    const node = `http://127.0.0.1:${server.port}`;
    return {
      server,
      port: server.port,
      opensearch: new Client({ node, maxRetries: 0 }),
      away: new Client({ node: 'http://127.0.0.1:1', maxRetries: 0 }),
      clickhouse: load('@clickhouse/client').createClient({ url: node }),
      valkey: new (load('iovalkey').Redis)({ host: '127.0.0.1', retryStrategy: null }),
      libsql: load('@libsql/client').createClient({ url: ':memory:' }),
      load,
    };
  },
  teardown: async ({ opensearch, away, clickhouse, valkey, libsql, server }) => {
    await opensearch.close();
    await away.close();
    await clickhouse.close();
    await valkey.quit();
    libsql.close();
    server.close();
  },
  calls: {
    'opensearch: what a call returns': async ({ opensearch }, see) => {
      const returned = opensearch.search({ index: 'shop' });
      see('returned', [returned.constructor.name, Object.keys(returned), returned.then.length]);
      const { statusCode, body, warnings } = await returned;
      return [statusCode, body, warnings];
    },
    'opensearch: then, catch, finally': async ({ opensearch }, see) => {
      see('then', await opensearch.search({ index: 'a' }).then(({ statusCode }) => statusCode));
      see('catch', await opensearch.search({ index: 'missing' }).catch(failure));
      see(
        'finally',
        await opensearch
          .search({ index: 'a' })
          .finally(() => see('ran', true))
          .then(Object.keys),
      );
    },
    'opensearch: an error': ({ opensearch }) => opensearch.get({ index: 'missing', id: '1' }).catch(failure),
    'opensearch: a server that is not there': ({ away }) => away.ping().catch(failure),
    'opensearch: aborted': async ({ opensearch }) => {
      const request = opensearch.search({ index: 'a' });
      const settled = request.catch(failure);
      request.abort();
      return settled;
    },
    'opensearch: a callback': ({ opensearch }, see) =>
      new Promise((resolve) => {
        const returned = opensearch.search({ index: 'a' }, function (...args) {
          see('arguments', [args.length, args[0], args[1].statusCode, arguments.length]);
          resolve();
        });
        see('returned', [Object.keys(returned), returned.then(() => {})]);
      }),
    'opensearch: a callback behind options': ({ opensearch }, see) =>
      new Promise((resolve) => {
        opensearch.get({ index: 'missing', id: '1' }, { ignore: [404] }, (error, { statusCode }) => {
          see('arguments', [error, statusCode]);
          resolve();
        });
      }),
    'clickhouse: a query': async ({ clickhouse }, see) => {
      const set = await clickhouse.query({ query: 'SELECT 1' });
      see('set', set.constructor.name);
      return set.json();
    },
    'clickhouse: without a query': ({ clickhouse }) => clickhouse.query().catch((error) => error.constructor.name),
    'iovalkey: commands': async ({ valkey }, see) => {
      see('set', await valkey.set('firstlight:same', 'x'));
      see('class', valkey.get('firstlight:same').constructor.name);
      see('pipeline', await valkey.pipeline().get('firstlight:same').incr('firstlight:same').exec());
      see('transaction', await valkey.multi().del('firstlight:same').exec());
      see('error', await valkey.call('NOSUCH').catch(failure));
    },
    'iovalkey: a callback': ({ valkey }, see) =>
      new Promise((resolve) => {
        valkey.get('firstlight:none', (...args) => resolve(see('arguments', args)));
      }),
    'iovalkey: the order around a result': async ({ valkey }) => {
      const log = [];
      const asked = valkey.get('firstlight:none').then(() => log.push('ok'));
      const called = new Promise((resolve) => valkey.ping(() => resolve(log.push('callback'))));
      await Promise.all([asked, called]);
      return log;
    },
    'libsql: statements': async ({ libsql }, see) => {
      see('create', await libsql.execute('CREATE TABLE pets (name TEXT)'));
      see('batch', (await libsql.batch(["INSERT INTO pets VALUES ('a')", 'SELECT * FROM pets'])).length);
      see('error', await libsql.execute('SELECT nothing').catch(failure));
      see('nothing', await libsql.execute().catch((error) => error.constructor.name));
      const transaction = await libsql.transaction('write');
      see('transaction', [transaction.constructor.name, (await transaction.execute('SELECT 1 AS one')).columns]);
      await transaction.rollback();
    },
    'what is exported': ({ load }) => [
      Object.keys(load('@libsql/client')),
      load('@libsql/client').createClient.length,
      Object.keys(load('iovalkey')),
      load('memjs').Client.prototype.get.length,
    ],
  },
};
