// The calls of the tables of redis 4 and later, whose commands give promises.
const failure = (error) => ({
  name: error.constructor.name,
  message: error.message,
  replies: error.replies?.map(String),
});
const withClient = async ({ createClient }, use, options = {}) => {
  const client = createClient({ url: 'redis://127.0.0.1', ...options });
  client.on('error', () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.quit().catch(() => {});
  }
};
const key = `firstlight:same:${process.pid}`;
/** The part of an observation that differs by process. */
const neutral = (name) => name.replace(key, 'KEY');

exports.withClient = withClient;
exports.calls = {
  'set, get, del': (t) =>
    withClient(t, async (client) => [
      await client.set(key, '1', { EX: 60 }),
      await client.get(key),
      await client.del(key),
      await client.get(key),
    ]),
  'frozen options for several calls': (t, see) =>
    withClient(t, async (client) => {
      const options = see.unchanged('options', Object.freeze({ EX: 60, NX: true }));
      return [await client.set(key, 'a', options), await client.set(key, 'b', options), await client.del(key)];
    }),
  'an error of the server': (t) =>
    withClient(t, async (client) => {
      await client.set(key, 'text');
      return [await client.lPush(key, 'x').catch(failure), await client.del(key)];
    }),
  'arguments of wrong kinds': (t, see) =>
    withClient(t, async (client) => {
      for (const [title, call] of Object.entries({
        undefined: () => client.get(undefined),
        number: () => client.set(key, {}),
        none: () => client.set(),
        symbol: () => client.get(Symbol('x')),
      })) {
        see.outcome(title, () => {
          const promise = call();
          promise.catch(() => {});
          return promise.constructor.name;
        });
        await see.settled(`${title} settled`, Promise.resolve().then(call).catch(failure));
      }
    }),
  'sendCommand, with an array that stays': (t, see) =>
    withClient(t, async (client) => {
      const args = see.unchanged('args', Object.freeze(['SET', key, 'sent']));
      return [
        await client.sendCommand(args),
        await client.sendCommand(['GET', key]),
        await client.sendCommand(['NOTHING']).catch(failure),
        await client.sendCommand(['DEL', key]),
      ];
    }),
  'sendCommand with no array': (t, see) =>
    withClient(
      t,
      async (client) => {
        for (const value of [undefined, null, []])
          see.outcome(String(value), () => {
            const promise = client.sendCommand(value);
            promise?.catch?.(() => {});
            return promise?.constructor.name;
          });
        // The empty command is never answered, so quit() would wait for ever.
        await (client.destroy ?? client.disconnect).call(client);
      },
      { disableOfflineQueue: true },
    ),
  multi: (t) =>
    withClient(t, async (client) => [
      await client.multi().set(key, '1').incr(key).get(key).del(key).exec(),
      await client.multi().exec(),
    ]),
  'multi with an error': (t) =>
    withClient(t, (client) => client.multi().set(key, 'text').incr(key).del(key).exec().catch(failure)),
  'a pipeline': (t) => withClient(t, (client) => client.multi().set(key, '1').get(key).del(key).execAsPipeline()),
  'multi twice': (t) =>
    withClient(t, async (client) => {
      const multi = client.multi().set(key, '1').del(key);
      return [await multi.exec(), await multi.exec().catch(failure)];
    }),
  'many at once, in order': (t) =>
    withClient(t, async (client) => {
      const log = [];
      await Promise.all(['a', 'b', 'c'].map((name) => client.set(key, name).then(() => log.push(name))));
      await client.del(key);
      return log;
    }),
  'publish and subscribe': (t) =>
    withClient(t, async (client) => {
      const other = client.duplicate();
      other.on('error', () => {});
      await other.connect();
      const got = new Promise((resolve) => {
        other
          .subscribe(key, (message, channel) => resolve([message, neutral(channel)]))
          .then(() => client.publish(key, 'hello'));
      });
      const message = await got;
      await other.unsubscribe(key);
      await other.quit();
      return message;
    }),
  'connect: what it gives, twice, refused': async (t, see) => {
    const client = t.createClient({ url: 'redis://127.0.0.1' });
    client.on('error', () => {});
    const promise = client.connect();
    see('class', promise.constructor.name);
    see('itself', (await promise) === client);
    await see.settled(
      'twice',
      client.connect().then(() => 'connected', failure),
    );
    await client.quit();
    const refused = t.createClient({ url: 'redis://127.0.0.1:1', socket: { reconnectStrategy: false } });
    refused.on('error', () => {});
    await see.settled(
      'refused',
      refused.connect().catch(({ code }) => code),
    );
  },
  'after the end': (t, see) =>
    withClient(t, async (client) => {
      await client.quit();
      await see.settled('get', client.get(key).catch(failure));
    }),
  'methods look as they did': (t) =>
    withClient(t, (client) =>
      ['get', 'sendCommand', 'connect', 'multi', 'quit'].map((name) => [client[name].name, client[name].length]),
    ),
  listeners: (t) =>
    withClient(t, (client) => client.eventNames().map((name) => [String(name), client.listenerCount(name)])),
};
const waits = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 1_000);
  });
exports.alone = {
  'a rejection that nobody handles': (t) =>
    withClient(t, (client) => {
      client.sendCommand(['NOTHING']);
      return waits();
    }),
  'a rejection of multi that nobody handles': (t) =>
    withClient(t, (client) => {
      client.multi().addCommand(['NOTHING']).exec();
      return waits();
    }),
};
