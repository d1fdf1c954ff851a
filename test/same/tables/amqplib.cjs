// amqplib: options and messages that are the app's, confirmations, errors of channels.
const shared = { persistent: false };

async function queueOf(channel) {
  return (await channel.assertQueue('', { exclusive: true })).queue;
}
/** What arrives of one message, without the headers that are ours by design. */
async function roundTrip(t, send) {
  const queue = await queueOf(t.channel);
  const got = new Promise((resolve) => {
    void t.channel.consume(queue, (message) => resolve(message), { noAck: true });
  });
  await send(queue);
  const message = await got;
  const { headers, ...properties } = message.properties;
  for (const name of ['traceparent', 'baggage', 'x-request-id'])
    if (!String(headers?.[name]).startsWith('00-aaaa')) delete headers[name];
  return { content: message.content.toString(), headers, properties, keys: Reflect.ownKeys(message).map(String) };
}
const body = Buffer.from('x');
const OWN = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01';

module.exports = {
  service: 'rabbitmq',
  scopes: ['@opentelemetry/instrumentation-amqplib'],
  async setup(load) {
    const amqp = load('amqplib');
    const connection = await amqp.connect('amqp://guest:guest@127.0.0.1');
    return {
      amqp,
      callbacks: load('amqplib/callback_api'),
      connection,
      channel: await connection.createChannel(),
      confirm: await connection.createConfirmChannel(),
    };
  },
  teardown: ({ connection }) => connection.close(),
  calls: {
    methods: ({ channel, confirm }) =>
      ['publish', 'sendToQueue', 'consume', 'ack', 'nack', 'reject', 'ackAll', 'nackAll'].flatMap((name) => [
        channel[name],
        confirm[name],
      ]),
    'no options': (t) => roundTrip(t, (queue) => t.channel.sendToQueue(queue, body)),
    'options are undefined': (t) => roundTrip(t, (queue) => t.channel.publish('', queue, body, undefined)),
    'options are null': (t) => roundTrip(t, (queue) => t.channel.publish('', queue, body, null)),
    'options are shared': (t, see) =>
      roundTrip(t, (queue) => t.channel.sendToQueue(queue, body, see.unchanged('options', shared))),
    'options are frozen': (t, see) =>
      roundTrip(t, (queue) =>
        t.channel.sendToQueue(
          queue,
          body,
          see.unchanged('options', Object.freeze({ headers: Object.freeze({ a: 1 }) })),
        ),
      ),
    'options are sealed': (t, see) =>
      roundTrip(t, (queue) =>
        t.channel.sendToQueue(queue, body, see.unchanged('options', Object.seal({ priority: 1 }))),
      ),
    'options have no prototype': (t, see) =>
      roundTrip(t, (queue) =>
        t.channel.sendToQueue(
          queue,
          body,
          see.unchanged(
            'options',
            Object.assign(Object.create(null), { messageId: 'm', headers: Object.create(null) }),
          ),
        ),
      ),
    'options are inherited': (t) =>
      roundTrip(t, (queue) =>
        t.channel.sendToQueue(queue, body, Object.create({ messageId: 'm', headers: { a: 'b' } })),
      ),
    'options are a string': (t) => roundTrip(t, (queue) => t.channel.sendToQueue(queue, body, 'options')),
    'a traceparent of the app': (t) =>
      roundTrip(t, (queue) => t.channel.sendToQueue(queue, body, { headers: { traceparent: OWN } })),
    'headers in order': (t) =>
      roundTrip(t, (queue) =>
        t.channel.sendToQueue(queue, body, {
          CC: 'other',
          headers: { z: 1, a: { b: [1, null] } },
          expiration: 1000,
          contentType: 'text/plain',
        }),
      ),
    'a getter throws': ({ channel }, see) =>
      see.outcome('publish', () =>
        channel.publish('', 'q', body, {
          get headers() {
            throw new Error('getter');
          },
        }),
      ),
    'content that is none': ({ channel }, see) => {
      see.outcome('text', () => channel.publish('', 'q', 'text'));
      see.outcome('nothing', () => channel.publish('', 'q'));
    },
    'no arguments': ({ channel }, see) => see.outcome('publish', () => channel.publish()),
    '`this` is lost': ({ channel }, see) => {
      const { publish, consume, ack } = channel;
      see.outcome('publish', () => publish('', 'q', body));
      see.outcome('ack', () => ack({}));
      void consume;
    },
    'what publish returns': async ({ channel }) => [
      channel.publish('', 'nobody', body),
      channel.sendToQueue('nobody', body),
    ],
    'a confirmation': ({ confirm }) =>
      new Promise((resolve) => {
        confirm.publish('', 'nobody', body, Object.freeze({}), function (...args) {
          resolve([args, typeof this]);
        });
      }),
    'a confirmation that nobody waits for': async ({ confirm }) => {
      const returned = confirm.publish('', 'nobody', body);
      await confirm.waitForConfirms();
      return returned;
    },
    'consume: this, arguments and keys of messages': async ({ channel }, see) => {
      const queue = await queueOf(channel);
      const got = new Promise((resolve) => {
        void channel.consume(queue, function (...args) {
          see('arguments', [args.length, Reflect.ownKeys(args[0]).map(String), Reflect.ownKeys(args[0].fields)]);
          channel.ack(args[0]);
          see('symbols', Object.getOwnPropertySymbols(args[0]).length);
          resolve();
        });
      });
      channel.sendToQueue(queue, body);
      await got;
    },
    'consume returns a tag, cancel ends it': async ({ channel }) => {
      const queue = await queueOf(channel);
      const answer = await channel.consume(queue, () => {}, { consumerTag: 'tag' });
      return [answer, await channel.cancel('tag')];
    },
    'a consumer that is cancelled by the broker': async ({ channel }) => {
      const queue = await queueOf(channel);
      const got = new Promise((resolve) => {
        void channel.consume(queue, (...args) => resolve(args));
      });
      await channel.deleteQueue(queue);
      return got;
    },
    'ack of nothing': ({ channel }, see) => {
      see.outcome('ack', () => channel.ack());
      see.outcome('nack', () => channel.nack(null));
      see.outcome('reject', () => channel.reject({}));
    },
    'nack, reject and ackAll': async ({ channel }, see) => {
      const queue = await queueOf(channel);
      let n = 0;
      const got = new Promise((resolve) => {
        void channel.consume(queue, (message) => {
          n += 1;
          see('redelivered', message.fields.redelivered);
          if (n === 1) channel.nack(message);
          else if (n === 2) channel.reject(message, true);
          else {
            channel.ackAll();
            resolve();
          }
        });
      });
      channel.sendToQueue(queue, body);
      await got;
    },
    get: async ({ channel }) => {
      const queue = await queueOf(channel);
      return channel.get(queue);
    },
    'a channel that the broker closes': async ({ connection }, see) => {
      const channel = await connection.createChannel();
      channel.on('error', (error) => see('error', [error.code, error.message]));
      const closed = new Promise((resolve) => {
        channel.on('close', resolve);
      });
      await see.settled(
        'check',
        channel.checkQueue('nobody').catch((error) => error.message),
      );
      await closed;
      see.outcome('after', () => {
        try {
          return channel.sendToQueue('q', body);
        } catch (error) {
          return [error.constructor.name, error.message];
        }
      });
    },
    'connect fails': ({ amqp }, see) =>
      see.settled(
        'connect',
        amqp.connect('amqp://127.0.0.1:1').catch((error) => [error.code, error.constructor.name]),
      ),
    'connect with frozen options': async ({ amqp }, see) => {
      const connection = await amqp.connect(
        see.unchanged('url', Object.freeze({ hostname: '127.0.0.1', username: 'guest', password: 'guest' })),
        Object.freeze({}),
      );
      await connection.close();
      return connection.constructor.name;
    },
    callbacks: ({ callbacks }) =>
      new Promise((resolve, reject) => {
        callbacks.connect('amqp://guest:guest@127.0.0.1', (error, connection) =>
          error
            ? reject(error)
            : connection.createChannel((failed, channel) =>
                channel.assertQueue('', { exclusive: true }, (_, { queue }) => {
                  channel.consume(queue, (message) => {
                    channel.ack(message);
                    resolve(message.content.toString());
                    connection.close();
                  });
                  channel.sendToQueue(queue, body, Object.freeze({}));
                }),
              ),
        );
      }),
  },
  alone: {
    'a consumer throws': async ({ channel, connection }, see) => {
      process.on('uncaughtException', (error) => see('uncaught', error.message));
      connection.on('error', (error) => see('error', error.message));
      const closed = new Promise((resolve) => {
        connection.on('close', resolve);
      });
      const queue = await queueOf(channel);
      await channel.consume(queue, () => {
        throw new Error('own');
      });
      channel.sendToQueue(queue, body);
      await Promise.race([
        closed,
        new Promise((resolve) => {
          setTimeout(resolve, 1000);
        }),
      ]);
      process.exit();
    },
    'a consumer that is no function': async ({ channel, connection }, see) => {
      process.on('uncaughtException', (error) => see('uncaught', error.message));
      connection.on('error', (error) => see('error', error.message));
      const queue = await queueOf(channel);
      const consumed = channel.consume(queue);
      consumed.then(
        ({ consumerTag }) => see.hide(consumerTag, 'TAG'),
        () => {},
      );
      await see.settled('consume', consumed);
      channel.sendToQueue(queue, body);
      await new Promise((resolve) => {
        setTimeout(resolve, 500);
      });
      process.exit();
    },
  },
};
