// ioredis: commands by promise and callback, pipelines, scripts, what fails, and when each settles.
const failure = (error) => [error.constructor.name, error.message.replace(key, 'KEY'), error.command?.name];
const key = `firstlight:same:ioredis:${process.pid}`;
const withClient = async ({ Redis }, use, options = {}) => {
  const client = new Redis({ host: '127.0.0.1', lazyConnect: true, ...options });
  client.on('error', () => {});
  await client.connect().catch(() => {});
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
};
const ordered = (promise) =>
  new Promise((resolve) => {
    const log = [];
    const step = (name) => () => log.push(name);
    promise
      .then(
        () => {
          log.push('settled');
          setImmediate(() => resolve(log));
        },
        () => {
          log.push('failed');
          setImmediate(() => resolve(log));
        },
      )
      .then(step('later'));
    promise.catch(step('caught'));
    promise.finally(step('finally')).catch(() => {});
  });

module.exports = {
  service: 'redis',
  scopes: ['@opentelemetry/instrumentation-ioredis'],
  setup: (load) => ({ Redis: load('ioredis') }),
  calls: {
    'set, get, del': (t) =>
      withClient(t, async (client) => [
        await client.set(key, '1', 'EX', 60),
        await client.get(key),
        await client.del(key),
      ]),
    'by callback': (t, see) =>
      withClient(t, async (client) => {
        await new Promise((resolve) => {
          const promise = client.get(key, function (...args) {
            see('callback', [this === undefined || this === null || typeof this, args]);
            resolve();
          });
          see('class', [promise.constructor.name, Object.keys(promise)]);
        });
      }),
    'a callback that throws': (t, see) =>
      withClient(t, async (client) => {
        const caught = new Promise((resolve) => process.once('uncaughtException', resolve));
        client.get(key, () => {
          throw new Error('own');
        });
        see('uncaught', (await caught).message);
      }),
    'an error of the server': (t, see) =>
      withClient(t, async (client) => {
        await client.lpush(key, 'a');
        await see.settled('incr', client.incr(key).catch(failure));
        await client.del(key);
      }),
    'arguments of each kind': (t, see) =>
      withClient(t, async (client) => {
        for (const value of [undefined, null, 7, 1n, true, {}, [], ['a', 'b'], Buffer.from('b'), NaN])
          await see.settled(String(typeof value), client.set(key, value).catch(failure));
        await client.del(key);
      }),
    'an argument that is a symbol': (t, see) =>
      withClient(t, (client) => see.settled('set', (async () => client.set(Symbol('s'), 'a'))().catch(failure))),
    'no arguments': (t, see) => withClient(t, (client) => see.settled('get', client.get().catch(failure))),
    'frozen arguments': (t, see) =>
      withClient(t, async (client) => {
        const args = see.unchanged('args', Object.freeze([key, 'a']));
        return [await client.mset(args), await client.mget(Object.freeze([key])), await client.del(key)];
      }),
    'a pipeline': (t) =>
      withClient(t, async (client) => {
        const pipeline = client.pipeline().set(key, '1').incr(key).get(key).del(key);
        return [pipeline.constructor.name, pipeline.length, await pipeline.exec()];
      }),
    'a pipeline with an error': (t) =>
      withClient(t, async (client) => {
        const results = await client.pipeline().lpush(key, 'a').incr(key).del(key).exec();
        return results.map(([error, value]) => [error && failure(error), value]);
      }),
    'a pipeline with callbacks': (t, see) =>
      withClient(t, async (client) => {
        await client
          .pipeline()
          .get(key, (...args) => see('get', args))
          .exec((...args) => see('exec', args));
      }),
    multi: (t) => withClient(t, async (client) => client.multi().set(key, '1').incr(key).del(key).exec()),
    'a multi that is not queued': (t) =>
      withClient(t, async (client) => [
        await client.multi({ pipeline: false }),
        await client.set(key, '1'),
        await client.exec(),
        await client.del(key),
      ]),
    'a script': (t) =>
      withClient(t, async (client) => {
        client.defineCommand('twice', { numberOfKeys: 1, lua: 'return {KEYS[1], ARGV[1], ARGV[1]}' });
        return (await client.twice(key, 'a')).slice(1);
      }),
    'a script that fails': (t, see) =>
      withClient(t, async (client) => {
        client.defineCommand('bad', { numberOfKeys: 0, lua: 'return redis.call("nothing")' });
        await see.settled(
          'bad',
          client.bad().catch((error) => [error.constructor.name]),
        );
      }),
    'call by name': (t) => withClient(t, async (client) => [await client.call('PING'), await client.call('ECHO', 'a')]),
    'a command of no server': (t, see) => withClient(t, (client) => see.settled('x', client.call('X').catch(failure))),
    'buffers come back': (t) =>
      withClient(t, async (client) => [await client.set(key, 'b'), await client.getBuffer(key), await client.del(key)]),
    'the order of a value': (t) => withClient(t, (client) => ordered(client.get(key))),
    'the order of an error': (t) => withClient(t, (client) => ordered(client.call('X'))),
    'a closed connection': (t, see) =>
      withClient(t, async (client) => {
        client.disconnect();
        await see.settled('get', client.get(key).catch(failure));
      }),
    'no server': (t, see) =>
      withClient(t, (client) => see.settled('get', client.get(key).catch(failure)), {
        port: 1,
        retryStrategy: null,
        maxRetriesPerRequest: 0,
      }),
    'a key prefix': (t) =>
      withClient(t, async (client) => [await client.set('a', 'x'), await client.get('a'), await client.del('a')], {
        keyPrefix: `${key}:`,
      }),
    'a command of the app': (t) =>
      withClient(t, async (client) => {
        const command = new t.Redis.Command('echo', ['a'], { replyEncoding: 'utf8' });
        return [client.sendCommand(command) === command.promise, await command.promise, Object.keys(command).sort()];
      }),
    'the class': ({ Redis }) => [
      Redis.name,
      Redis.length,
      Redis.prototype.sendCommand.length,
      Object.keys(Redis.prototype).includes('connect'),
      Redis.prototype.connect.name,
    ],
    'connect twice': (t, see) => withClient(t, (client) => see.settled('connect', client.connect().catch(failure))),
    'a stream of keys': (t) =>
      withClient(t, async (client) => {
        await client.set(key, '1');
        const found = [];
        for await (const keys of client.scanStream({ match: key })) found.push(...keys);
        return [found.length, await client.del(key)];
      }),
  },
  alone: {
    'an argument without a text': (t, see) =>
      withClient(t, (client) =>
        see.settled('set', (async () => client.set(key, Object.create(null)))().catch(failure)),
      ),
    'a rejection that is not handled': async (t) => {
      process.on('unhandledRejection', () => process.exit(7));
      const client = new t.Redis({ host: '127.0.0.1' });
      client.call('X');
      await new Promise(() => {});
    },
  },
};
