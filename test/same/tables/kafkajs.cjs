// kafkajs without a broker: messages and configurations that are the app's, and how calls fail.
const SILENT = { brokers: ['127.0.0.1:1'], logLevel: 0, retry: { retries: 0 }, connectionTimeout: 500 };
const error = (reason) => [reason.constructor.name, reason.name, reason.message];
const fails = (see, label, run) => see.settled(label, (async () => run())().catch(error));
const topic = 'orders';

module.exports = {
  scopes: ['@opentelemetry/instrumentation-kafkajs'],
  setup(load) {
    const { Kafka } = load('kafkajs');
    const kafka = new Kafka(SILENT);
    return {
      Kafka,
      kafka,
      producer: kafka.producer(),
      send: (see, record) => fails(see, 'send', () => kafka.producer().send(record)),
    };
  },
  // A consumer tries to connect for ever.
  teardown: () => process.exit(),
  calls: {
    'what a producer is': ({ producer }) => Object.keys(producer),
    'what a consumer is': ({ kafka }) => Object.keys(kafka.consumer({ groupId: 'g' })),
    'a message': ({ send }, see) => send(see, see.unchanged('record', { topic, messages: [{ value: 'x' }] })),
    'a message that is frozen': ({ send }, see) =>
      send(
        see,
        see.unchanged(
          'record',
          Object.freeze({
            topic,
            messages: Object.freeze([Object.freeze({ value: 'x', headers: Object.freeze({ a: '1' }) })]),
          }),
        ),
      ),
    'a message that is sealed': ({ send }, see) =>
      send(see, see.unchanged('record', { topic, messages: [Object.seal({ value: 'x' })] })),
    'a message without a prototype': ({ send }, see) =>
      send(
        see,
        see.unchanged(
          'record',
          Object.assign(Object.create(null), { topic, messages: [Object.assign(Object.create(null), { value: 'x' })] }),
        ),
      ),
    'a message of a class': ({ send }, see) => {
      class Message {
        #value = 'x';
        get value() {
          return this.#value;
        }
      }
      return send(see, see.unchanged('record', { topic, messages: [new Message()] }));
    },
    'one message, sent twice': async ({ send }, see) => {
      const record = see.unchanged('record', { topic, messages: [{ value: 'x', headers: {} }] });
      await send(see, record);
      await send(see, record);
    },
    'no record': ({ send }, see) => send(see, undefined),
    'no topic': ({ send }, see) => send(see, { messages: [{ value: 'x' }] }),
    'no messages': ({ send }, see) => send(see, { topic }),
    'messages that are no array': ({ send }, see) => send(see, { topic, messages: 'x' }),
    'messages that are null': ({ send }, see) => send(see, { topic, messages: [null] }),
    'a value that is undefined': ({ send }, see) => send(see, { topic, messages: [{ key: 'k' }] }),
    'a getter that throws': ({ send }, see) =>
      send(see, {
        topic,
        messages: [
          {
            get value() {
              throw new TypeError('getter');
            },
          },
        ],
      }),
    'send throws nothing at once': ({ kafka }, see) => {
      let promise;
      see.outcome('send', () => {
        promise = kafka.producer().send();
        return promise.constructor.name;
      });
      return promise.catch(() => {});
    },
    sendBatch: ({ producer }, see) =>
      fails(see, 'sendBatch', () =>
        producer.sendBatch(
          see.unchanged(
            'batch',
            Object.freeze({
              topicMessages: Object.freeze([Object.freeze({ topic, messages: [Object.freeze({ value: 'x' })] })]),
            }),
          ),
        ),
      ),
    'sendBatch of nothing': ({ producer }, see) =>
      Promise.all([
        fails(see, 'undefined', () => producer.sendBatch()),
        fails(see, 'empty', () => producer.sendBatch({})),
      ]),
    '`this` is lost': ({ producer }, see) => {
      const { send } = producer;
      return fails(see, 'send', () => send({ topic, messages: [{ value: 'x' }] }));
    },
    transaction: ({ kafka }, see) => fails(see, 'transaction', () => kafka.producer().transaction()),
    'run with a frozen configuration': async ({ kafka }, see) => {
      const consumer = kafka.consumer({ groupId: 'g' });
      await fails(see, 'run', () =>
        consumer.run(see.unchanged('config', Object.freeze({ eachMessage: async () => {} }))),
      );
      await consumer.disconnect().catch(() => {});
    },
    'run without a configuration': ({ kafka }, see) => fails(see, 'run', () => kafka.consumer({ groupId: 'g' }).run()),
    'no options of producer and consumer': ({ kafka }, see) => {
      see.outcome('producer', () => typeof kafka.producer().send);
      see.outcome('consumer', () => kafka.consumer());
    },
    'listeners of events': ({ kafka }, see) => {
      const producer = kafka.producer();
      const remove = producer.on(producer.events.CONNECT, () => {});
      see('remove', remove);
      see.outcome('unknown', () => producer.on('nothing', () => {}));
    },
  },
};
