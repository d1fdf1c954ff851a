// The AWS SDK: commands and their input are the app's, and every call settles.
const { openHttp } = require('../stand-in.cjs');

const OWN = '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01';
const ANSWERS = {
  SendMessage: { MessageId: 'm1', MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' },
  SendMessageBatch: {
    Successful: [{ Id: '1', MessageId: 'm1', MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' }],
  },
  ReceiveMessage: {
    Messages: [
      {
        MessageId: 'm1',
        Body: 'hello',
        MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
        MessageAttributes: { traceparent: { DataType: 'String', StringValue: OWN } },
      },
    ],
  },
  GetQueueUrl: { QueueUrl: 'http://127.0.0.1/1/q' },
};
const respond = (request, answer) => {
  const name = request.headers['x-amz-target'].split('.')[1];
  if (request.headers['x-fails'])
    return answer
      .writeHead(400, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r' })
      .end('{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no queue"}');
  return answer
    .writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r' })
    .end(JSON.stringify(ANSWERS[name]));
};
const QUEUE = 'http://127.0.0.1/1/orders';
const message = { QueueUrl: QUEUE, MessageBody: 'hello' };
/** The bodies that were sent, without the attributes that are ours by design. */
const sent = (server) =>
  server
    .received()
    .map((text) =>
      JSON.parse(text.split('\r\n\r\n')[1], (key, value) =>
        ['traceparent', 'tracestate', 'baggage', 'x-request-id'].includes(key) && value.StringValue !== OWN
          ? undefined
          : key === 'MessageAttributes' && Object.keys(value).length === 0
            ? undefined
            : value,
      ),
    );
const deepFreeze = (value) => {
  if (typeof value === 'object' && value) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
};

module.exports = {
  scopes: ['@opentelemetry/instrumentation-aws-sdk'],
  async setup(load) {
    const sqs = load('@aws-sdk/client-sqs');
    const server = await openHttp(respond);
    const open = (more) =>
      new sqs.SQSClient({
        endpoint: server.url,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        maxAttempts: 1,
        ...more,
      });
    const client = open();
    const send = async (name, input) => {
      server.received();
      const { $metadata: _, ...output } = await client.send(new sqs[`${name}Command`](input));
      return [output, sent(server)];
    };
    return { ...sqs, server, open, client, send };
  },
  teardown: ({ server, client }) => {
    client.destroy();
    server.close();
  },
  calls: {
    'a message': ({ send }, see) => send('SendMessage', see.unchanged('input', { ...message })),
    'input is frozen': ({ send }, see) => send('SendMessage', see.unchanged('input', Object.freeze({ ...message }))),
    'attributes are frozen': ({ send }, see) =>
      send(
        'SendMessage',
        see.unchanged(
          'input',
          deepFreeze({ ...message, MessageAttributes: { a: { DataType: 'String', StringValue: '1' } } }),
        ),
      ),
    'input is sealed': ({ send }, see) => send('SendMessage', see.unchanged('input', Object.seal({ ...message }))),
    'input has no prototype': ({ send }, see) =>
      send('SendMessage', see.unchanged('input', Object.assign(Object.create(null), message))),
    'one input, sent twice': async ({ send }, see) => {
      const input = see.unchanged('input', { ...message, MessageAttributes: {} });
      return [await send('SendMessage', input), await send('SendMessage', input)];
    },
    'a traceparent of the app': ({ send }) =>
      send('SendMessage', { ...message, MessageAttributes: { traceparent: { DataType: 'String', StringValue: OWN } } }),
    'ten attributes': ({ send }) =>
      send('SendMessage', {
        ...message,
        MessageAttributes: Object.fromEntries(
          Array.from({ length: 10 }, (_, n) => [`a${n}`, { DataType: 'String', StringValue: 'x' }]),
        ),
      }),
    'a batch': ({ send }, see) =>
      send(
        'SendMessageBatch',
        see.unchanged('input', deepFreeze({ QueueUrl: QUEUE, Entries: [{ Id: '1', MessageBody: 'hello' }] })),
      ),
    'a batch without entries': ({ send }, see) =>
      see.settled(
        'send',
        send('SendMessageBatch', { QueueUrl: QUEUE }).catch((error) => error.constructor.name),
      ),
    receive: async ({ client, ReceiveMessageCommand }, see) => {
      const { Messages } = await client.send(
        new ReceiveMessageCommand(see.unchanged('input', Object.freeze({ QueueUrl: QUEUE }))),
      );
      return Messages;
    },
    'a command is frozen': async ({ client, SendMessageCommand, server }) => {
      server.received();
      return (await client.send(Object.freeze(new SendMessageCommand(message)))).MessageId;
    },
    'a command is not written to': async ({ client, SendMessageCommand }, see) => {
      const command = new SendMessageCommand(message);
      see('keys', Reflect.ownKeys(command).map(String));
      await client.send(command);
      see('keys', Reflect.ownKeys(command).map(String));
    },
    'a command sent twice': async ({ client, SendMessageCommand }) => {
      const command = new SendMessageCommand({ ...message });
      return [
        (await client.send(command)).MessageId,
        (await client.send(command)).MessageId,
        Object.keys(command.input),
      ];
    },
    'another command': ({ send }) => send('GetQueueUrl', Object.freeze({ QueueName: 'q' })),
    'no input': ({ send }, see) =>
      see.settled(
        'send',
        send('SendMessage').catch((error) => error.constructor.name),
      ),
    'a queue that is a number': ({ send }, see) =>
      see.settled(
        'send',
        send('SendMessage', { ...message, QueueUrl: 5 }).catch((error) => [error.constructor.name, error.message]),
      ),
    'no command': ({ client }, see) => {
      see.outcome('undefined', () => client.send());
      see.outcome('null', () => client.send(null));
      see.outcome('object', () => client.send({}));
    },
    'a callback': ({ client, SendMessageCommand }) =>
      new Promise((resolve) => {
        const returned = client.send(new SendMessageCommand(message), (error, data) =>
          resolve([returned, error, data.MessageId]),
        );
      }),
    'the promise': ({ client, SendMessageCommand }) => {
      const promise = client.send(new SendMessageCommand(message));
      return promise.then(() => promise.constructor.name);
    },
    'middleware of the app': async ({ open, SendMessageCommand, server }, see) => {
      const client = open();
      client.middlewareStack.add(
        (next) => (args) => {
          see('args', [args.constructor.name, Object.keys(args.input).filter((name) => name !== 'MessageAttributes')]);
          return next(args);
        },
        { step: 'initialize', name: 'own' },
      );
      await client.send(new SendMessageCommand(message));
      server.received();
      client.destroy();
    },
    'middleware that throws': async ({ open, SendMessageCommand }, see) => {
      const client = open();
      const error = new Error('own');
      client.middlewareStack.add(
        () => () => {
          throw error;
        },
        { step: 'initialize' },
      );
      await see.settled(
        'send',
        client.send(new SendMessageCommand(message)).catch((got) => got === error),
      );
    },
    'middleware that rejects with nothing': async ({ open, SendMessageCommand }, see) => {
      const client = open();
      client.middlewareStack.add(() => () => Promise.reject(undefined), { step: 'initialize' });
      await see.settled(
        'send',
        client.send(new SendMessageCommand(message)).catch((error) => [error.constructor.name, error.message]),
      );
    },
    'an error of the service': async ({ open, SendMessageCommand }, see) => {
      const client = open();
      client.middlewareStack.add(
        (next) => (args) => {
          args.request.headers['x-fails'] = '1';
          return next(args);
        },
        { step: 'build' },
      );
      await see.settled(
        'send',
        client
          .send(new SendMessageCommand(message))
          .catch((error) => [error.constructor.name, error.name, error.message]),
      );
    },
    aborted: ({ client, SendMessageCommand }, see) =>
      see.settled(
        'send',
        client.send(new SendMessageCommand(message), { abortSignal: AbortSignal.abort() }).catch((error) => error.name),
      ),
    'a region that fails': async ({ open, SendMessageCommand }, see) => {
      const client = open({
        region: async () => {
          throw new Error('no region');
        },
      });
      await see.settled(
        'send',
        client.send(new SendMessageCommand(message)).catch((error) => error.message),
      );
    },
  },
};
