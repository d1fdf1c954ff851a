// How many microtasks pass from what settles a promise of a library (an event of its socket, a timer) until it is
// settled. Prints a line a library: {"name", "class", "turns"}.
const net = require('node:net');
const path = require('node:path');
const { createRequire } = require('node:module');
const { openHttp } = require('./stand-in.cjs');

const from = (folder) => createRequire(path.join(__dirname, folder, 'package.json'));
const libraries = from('../fixtures/instrumentations');

/** Beyond this, something else than microtasks took place. */
const MOST = 300;
let turn = 0;
let round = 0;
function count() {
  const own = (round += 1);
  turn = 0;
  const next = () => {
    if (own === round && turn < MOST) Promise.resolve().then(next, (turn += 1));
  };
  next();
}
const { emit } = net.Socket.prototype;
net.Socket.prototype.emit = function (event, ...rest) {
  if (event === 'data' || event === 'error') count();
  return emit.call(this, event, ...rest);
};
const counted =
  (start) =>
  (act, ...rest) =>
    start((...args) => (count(), act(...args)), ...rest);
for (const name of ['setTimeout', 'setImmediate']) globalThis[name] = counted(globalThis[name]);
process.nextTick = counted(process.nextTick);

const database = { host: '127.0.0.1', user: 'postgres', database: 'test' };
const silent = { brokers: ['127.0.0.1:1'], logLevel: 0, retry: { retries: 0 } };
const redis = (load) => ({
  start: () => load('redis').createClient().connect(),
  call: (it) => it.get('firstlight:none'),
  end: (it) => it.quit(),
});
const mongoose = () => libraries('mongoose').set('bufferTimeoutMS', 10);
const CASES = {
  'pg, connect': {
    start: () => new (from('.')('pg').Client)(database),
    call: (it) => it.connect(),
    end: (it) => it.end(),
  },
  'pg, connect of a pool': {
    start: () => new (from('.')('pg').Pool)({ ...database, idleTimeoutMillis: 1 }),
    call: (it) => it.connect(),
    end: (it, client) => (client.release(), it.end()),
  },
  'pg, query': {
    start: async () => {
      const client = new (from('.')('pg').Client)(database);
      await client.connect();
      return client;
    },
    call: (it) => it.query('SELECT 1'),
    end: (it) => it.end(),
  },
  'postgres, a query': {
    start: async () => {
      const sql = libraries('postgres')({ ...database, max: 1 });
      await sql`SELECT 1`;
      return sql;
    },
    call: (it) => it`SELECT 1`,
    end: (it) => it.end(),
  },
  'mariadb, a query': {
    start: () => libraries('mariadb').createConnection({ host: '127.0.0.1', user: 'root', database: 'test' }),
    call: (it) => it.query('SELECT 1'),
    end: (it) => it.end(),
  },
  'generic-pool, acquire': {
    start: () => libraries('generic-pool').createPool({ create: async () => ({}), destroy: async () => {} }),
    call: (it) => it.acquire(),
  },
  'redis 4, a command': redis(from('versions/redis4')),
  'redis 6, a command': redis(from('../fixtures/propagation')),
  'knex, a query': {
    start: () =>
      libraries('knex')({ client: 'mysql', connection: { host: '127.0.0.1', user: 'root', database: 'test' } }),
    call: (it) => it.raw('select 1'),
    end: (it) => it.destroy(),
  },
  'mongoose, a query': {
    start: () => mongoose().model('Pet', new (mongoose().Schema)({ name: String })),
    call: (it) => it.find({}).exec(),
  },
  'cassandra-driver, execute': {
    start: () =>
      new (libraries('cassandra-driver').Client)({ contactPoints: ['127.0.0.1:1'], localDataCenter: 'here' }),
    call: (it) => it.execute('SELECT 1'),
    end: (it) => it.shutdown(),
  },
  'kafkajs, send': {
    start: () => new (libraries('kafkajs').Kafka)(silent).producer(),
    call: (it) => it.send({ topic: 'orders', messages: [{ value: 'x' }] }),
  },
  'openai, a completion': {
    start: async () => {
      const server = await openHttp((_request, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":[]}'),
      );
      const client = new (libraries('openai').OpenAI)({ apiKey: 'k', baseURL: `http://127.0.0.1:${server.port}` });
      return { client, server };
    },
    call: ({ client }) => client.chat.completions.create({ model: 'small', messages: [] }),
    end: ({ server }) => server.close(),
  },
};

(async () => {
  for (const [name, { start, call, end }] of Object.entries(CASES)) {
    const it = await start();
    count();
    const promise = call(it);
    const settled = await new Promise((resolve) => {
      const note = (value) => resolve({ value, turns: turn });
      promise.then(note, note);
    });
    console.log(JSON.stringify({ name, class: promise.constructor.name, turns: settled.turns }));
    await end?.(it, settled.value);
  }
  process.exit();
})();
