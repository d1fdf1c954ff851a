// kafkajs with a broker: what messages are when they arrive, what handlers get, and what becomes of their errors.
const OURS = ['traceparent', 'tracestate', 'baggage', 'x-request-id'];
const OWN = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01';
let count = 0;
/** Of this process: the broker serves several. */
const fresh = (see) => {
  const topic = `orders-${process.pid}-${(count += 1)}`;
  see.hide(topic, 'TOPIC');
  return topic;
};
const failure = (error) => [error.constructor.name, error.name, error.message];
const own = ([name, value]) => !OURS.includes(name) || String(value) === OWN;
const headersOf = ({ headers = {} }) =>
  Object.entries(headers)
    .filter(own)
    .map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : value]);
const arrived = (message) => ({
  key: message.key?.toString() ?? message.key,
  value: message.value?.toString() ?? message.value,
  headers: headersOf(message),
  offset: message.offset,
  keys: Object.keys(message),
});

/** Receives what is in a topic, up to `most` messages, and gives what `note` makes of each. */
const receive = async ({ kafka }, topic, most, note = arrived) => {
  const consumer = kafka.consumer({ groupId: `group-${topic}`, maxWaitTimeInMs: 20 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const messages = [];
  await new Promise((resolve) =>
    consumer.run({
      eachMessage: async ({ message }) => {
        messages.push(note(message));
        if (messages.length === most) resolve();
      },
    }),
  );
  await consumer.disconnect();
  return messages;
};
/** Sends messages to a new topic and notes the answer and what arrives. */
const sent = (make) => async (t, see) => {
  const topic = fresh(see);
  const record = see.unchanged('record', make(topic));
  await see.settled('send', t.producer.send(record).catch(failure));
  see('arrived', await receive(t, topic, record.messages.length));
};
const messages = (list) => sent((topic) => ({ topic, messages: list }));
/** Runs a consumer by `config(resolve, topic)` on a topic with two messages. */
const consumed = (config) => async (t, see) => {
  const topic = fresh(see);
  await t.producer.send({ topic, messages: [{ value: 'a', headers: { own: '1' } }, { value: 'b' }] });
  const consumer = t.kafka.consumer({
    groupId: `group-${topic}`,
    maxWaitTimeInMs: 20,
    retry: { retries: 1, initialRetryTime: 5, restartOnFailure: async () => false },
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => see('crash', failure(payload.error)));
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise((resolve) => {
    const given = see.unchanged('config', config({ see, resolve, consumer, topic }));
    consumer.on(consumer.events.CRASH, resolve);
    see.settled('run', consumer.run(given));
  });
  await consumer.disconnect();
};

class Message {
  #value = 'private';
  get value() {
    return this.#value;
  }
}

module.exports = {
  scopes: ['@opentelemetry/instrumentation-kafkajs'],
  // A consumer has heartbeats and timers of its own.
  deadlineMs: 20_000,
  async setup(load) {
    const { Kafka } = load('kafkajs');
    const kafka = new Kafka({
      brokers: [`127.0.0.1:${process.env.KAFKA_PORT}`],
      logLevel: 0,
      retry: { retries: 1, initialRetryTime: 5 },
    });
    const producer = kafka.producer();
    await producer.connect();
    return { kafka, producer };
  },
  teardown: () => process.exit(),
  calls: {
    'a message': messages([{ value: 'x' }]),
    'several, of each kind': messages([{ value: 'x', key: 'k' }, { value: Buffer.from('b') }, { value: null }]),
    'headers of each kind': messages([
      { value: 'x', headers: { a: '1', b: Buffer.from('2'), c: ['3', '4'] } },
      { value: 'x', headers: {} },
      { value: 'x', headers: undefined },
    ]),
    'headers that are frozen': messages(
      Object.freeze([Object.freeze({ value: 'x', headers: Object.freeze({ a: '1' }) })]),
    ),
    'headers without a prototype': messages([
      Object.assign(Object.create(null), { value: 'x', headers: Object.assign(Object.create(null), { a: '1' }) }),
    ]),
    'headers with a trace of the app': messages([{ value: 'x', headers: { traceparent: OWN, own: '1' } }]),
    'one headers object for several messages': (t, see) => {
      const headers = see.unchanged('headers', { a: '1' });
      return messages([
        { value: 'x', headers },
        { value: 'y', headers },
      ])(t, see);
    },
    'a message of a class': messages([new Message()]),
    'a message that is sealed': messages([Object.seal({ value: 'x', headers: Object.seal({}) })]),
    'a message that is inherited': messages([Object.create({ value: 'x', key: 'k' })]),
    'a record of a class': sent(
      (topic) =>
        new (class Record {
          topic = topic;
          messages = [{ value: 'x' }];
          acks = 1;
        })(),
    ),
    'options of the record': sent((topic) =>
      Object.freeze({ topic, acks: 1, timeout: 1_000, compression: 0, messages: [{ value: 'x', timestamp: '1' }] }),
    ),
    'one record, sent twice': async (t, see) => {
      const topic = fresh(see);
      const record = see.unchanged('record', { topic, messages: [{ value: 'x', headers: { a: '1' } }] });
      for (let i = 0; i < 2; i += 1) await see.settled('send', t.producer.send(record));
      see('arrived', await receive(t, topic, 2));
    },
    sendBatch: async (t, see) => {
      const topic = fresh(see);
      const batch = Object.freeze({
        topicMessages: Object.freeze([
          Object.freeze({ topic, messages: Object.freeze([Object.freeze({ value: 'x' })]) }),
          { topic, messages: [{ value: 'y', headers: { a: '1' } }] },
        ]),
      });
      await see.settled('sendBatch', t.producer.sendBatch(see.unchanged('batch', batch)).catch(failure));
      see('arrived', await receive(t, topic, 2));
    },
    'what eachMessage gets': consumed(({ see, resolve }) => ({
      async eachMessage(...args) {
        const [payload] = args;
        see('payload', [args.length, this === undefined, Object.keys(payload), payload.partition]);
        see('message', arrived(payload.message));
        if (payload.message.offset === '1') resolve();
      },
    })),
    'a configuration that is frozen': consumed(({ see, resolve }) =>
      Object.freeze({
        eachMessage: async ({ message }) => {
          see('offset', message.offset);
          if (message.offset === '1') resolve();
        },
      }),
    ),
    'what eachBatch gets': consumed(({ see, resolve }) => ({
      eachBatchAutoResolve: true,
      async eachBatch(payload) {
        see('payload', [arguments.length, Object.keys(payload), payload.batch.constructor.name]);
        see('messages', payload.batch.messages.map(arrived));
        resolve();
      },
    })),
    'a handler that is no function': consumed(({ resolve }) => {
      setTimeout(resolve, 100);
      return { eachMessage: 7 };
    }),
    'a handler that returns no promise': consumed(({ see, resolve }) => ({
      eachMessage({ message }) {
        see('offset', message.offset);
        if (message.offset === '1') resolve();
        return message.offset;
      },
    })),
    'a handler that throws': consumed(({ see }) => ({
      eachMessage({ message }) {
        see('offset', message.offset);
        throw new TypeError('own');
      },
    })),
    'a handler that rejects with nothing': consumed(({ see }) => ({
      async eachMessage({ message }) {
        see('offset', message.offset);
        throw undefined;
      },
    })),
    'eachBatch that rejects': consumed(({ see }) => ({
      async eachBatch({ batch }) {
        see('messages', batch.messages.length);
        throw Object.freeze(new Error('own'));
      },
    })),
    'events of a producer': async ({ kafka }, see) => {
      const producer = kafka.producer();
      for (const name of ['CONNECT', 'DISCONNECT'])
        see(name, typeof producer.on(producer.events[name], ({ type }) => see('event', type)));
      await producer.connect();
      await producer.disconnect();
    },
  },
};
