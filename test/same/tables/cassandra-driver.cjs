// cassandra-driver without a server: by promise and by callback, what is refused, and how each fails.
const shown = (error) => (error instanceof Error ? [error.constructor.name, error.message.split('\n')[0]] : error);
const options = { contactPoints: ['127.0.0.1:1'], localDataCenter: 'here' };
const fails = (see, label, run) => see.settled(label, (async () => run())().catch(shown));
const byCallback = (see, label, run) =>
  new Promise((resolve) => {
    see.outcome(label, () =>
      run(function (error, ...rest) {
        see(`${label} called back`, [shown(error), rest.length, this === undefined || typeof this]);
        resolve();
      }),
    );
    setTimeout(resolve, 300);
  });
const withClient = async ({ cassandra }, use) => {
  const client = new cassandra.Client(options);
  try {
    return await use(client);
  } finally {
    await client.shutdown();
  }
};

module.exports = {
  setup: (load) => ({ cassandra: load('cassandra-driver') }),
  calls: {
    connect: (t, see) => withClient(t, (client) => fails(see, 'connect', () => client.connect())),
    execute: (t, see) => withClient(t, (client) => fails(see, 'execute', () => client.execute('SELECT 1'))),
    'by callback': (t, see) =>
      withClient(t, (client) => byCallback(see, 'execute', (done) => client.execute('SELECT 1', done))),
    'by callback, with parameters': (t, see) =>
      withClient(t, (client) =>
        byCallback(see, 'execute', (done) => client.execute('SELECT ?', [1], { prepare: true }, done)),
      ),
    batch: (t, see) =>
      withClient(t, async (client) => {
        await fails(see, 'texts', () => client.batch(['A', 'B']));
        await fails(see, 'objects', () => client.batch([{ query: 'A', params: [1] }], { prepare: true }));
        await fails(see, 'none', () => client.batch([]));
        for (const queries of [undefined, null, 7, 'x', [null], [{}], Symbol('s')])
          await fails(see, typeof queries, () => client.batch(queries));
      }),
    'batch by callback': (t, see) =>
      withClient(t, (client) => byCallback(see, 'batch', (done) => client.batch(['A'], done))),
    'queries that are none': (t, see) =>
      withClient(t, async (client) => {
        for (const query of [undefined, null, 7, {}, [], Symbol('s')])
          await fails(see, typeof query, () => client.execute(query));
      }),
    'parameters of each kind': (t, see) =>
      withClient(t, async (client) => {
        for (const params of [null, 7, 'x', {}, [], Object.freeze([1])])
          await fails(see, typeof params, () => client.execute('A', params));
      }),
    'options of each kind': (t, see) =>
      withClient(t, async (client) => {
        for (const given of [null, 7, 'x', Object.freeze({ prepare: true }), { consistency: 'x' }])
          await fails(see, typeof given, () => client.execute('A', [], given));
      }),
    eachRow: (t, see) =>
      withClient(t, (client) =>
        byCallback(see, 'eachRow', (done) => client.eachRow('A', [], {}, () => see('row'), done)),
      ),
    stream: (t, see) =>
      withClient(t, async (client) => {
        const stream = client.stream('A', [], {});
        see('class', [stream.constructor.name, stream.eventNames().map(String)]);
        await new Promise((resolve) => {
          stream
            .on('error', (error) => see('error', shown(error)))
            .on('close', resolve)
            .on('end', resolve);
          setTimeout(resolve, 300);
        });
      }),
    'a client that is shut down': async ({ cassandra }, see) => {
      const client = new cassandra.Client(options);
      await client.shutdown();
      await fails(see, 'execute', () => client.execute('A'));
    },
    'the class of a promise': (t, see) =>
      withClient(t, async (client) => {
        const promise = client.execute('A');
        see('class', [promise.constructor.name, Object.keys(promise)]);
        await promise.catch(() => {});
      }),
    'configurations that are none': ({ cassandra }, see) => {
      for (const config of [undefined, null, 7, {}, { contactPoints: [] }, { contactPoints: 7 }])
        see.outcome(typeof config, () => typeof new cassandra.Client(config));
    },
    'no `this`': (t, see) =>
      withClient(t, async (client) => {
        const { execute } = client;
        await fails(see, 'execute', () => execute('A'));
      }),
    'names and lengths': ({ cassandra }) =>
      ['connect', 'execute', 'batch', 'eachRow', 'stream', 'shutdown', '_execute'].map((name) => {
        const method = cassandra.Client.prototype[name];
        return [method?.name, method?.length];
      }),
  },
};
