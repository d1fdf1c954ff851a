// openai's promises and streams: lazy, of their own class, read once.
const { openHttp } = require('../stand-in.cjs');

const chunk = (content, rest) => ({
  id: 'c1',
  object: 'chat.completion.chunk',
  model: 'small',
  choices: [{ index: 0, delta: { content }, finish_reason: null }],
  ...rest,
});
const chat = {
  id: 'c1',
  object: 'chat.completion',
  model: 'small',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '{}' } }],
  usage: {},
};
const response = {
  id: 'r1',
  object: 'response',
  model: 'small',
  output: [],
  usage: { input_tokens: 1, output_tokens: 1 },
};
const events = [
  { type: 'response.created', response },
  { type: 'response.output_text.delta', delta: 'a' },
  { type: 'response.completed', response },
];

function respond(request, answer) {
  const type = (kind) => answer.writeHead(200, { 'content-type': kind, 'x-request-id': 'app-id' });
  if (request.url.endsWith('/fails/chat/completions'))
    return answer.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"no","code":"bad"}}');
  if (request.url.endsWith('/text/chat/completions')) return type('text/plain').end('plain text');
  if (request.url.endsWith('/broken/chat/completions')) return type('application/json').end('{');
  if (request.url.endsWith('/embeddings'))
    return type('application/json').end('{"object":"list","model":"small","data":[{"index":0,"embedding":[1,2]}]}');
  const stream = request.headers['x-stream'];
  if (!stream)
    return type('application/json').end(JSON.stringify(request.url.endsWith('/responses') ? response : chat));
  type('text/event-stream');
  const all =
    stream === 'events'
      ? events
      : stream === 'error'
        ? [chunk('a'), { error: { message: 'late' } }]
        : [chunk('a'), chunk('b'), chunk('', { usage: { prompt_tokens: 1, completion_tokens: 2 } })];
  for (const each of all) answer.write(`data: ${JSON.stringify(each)}\n\n`);
  return stream === 'open' ? undefined : answer.end('data: [DONE]\n\n');
}

const messages = [{ role: 'user', content: 'hi' }];
const plain = { model: 'small', messages };
const streamed = { ...plain, stream: true };
const asking = (stream) => ({ headers: { 'x-stream': stream } });
const shape = (promise) => [
  promise.constructor.name,
  promise instanceof Promise,
  Object.keys(promise),
  typeof promise.asResponse,
];
const read = async (stream) => {
  const all = [];
  for await (const each of stream) all.push(each.choices?.[0].delta.content ?? each.type);
  return all;
};

/** The server would keep the process. */
const untilUnhandled = (see, server) =>
  new Promise((resolve) => {
    process.on('unhandledRejection', (error) => {
      see('unhandled', error.constructor.name);
      server.close();
      resolve();
    });
  });

module.exports = {
  scopes: ['firstlight/openai'],
  metrics: ['gen_ai.client.operation.duration'],
  async setup(load) {
    const OpenAI = load('openai');
    const server = await openHttp(respond);
    const open = (path) => new OpenAI({ apiKey: 'none', baseURL: `${server.url}/${path}`, maxRetries: 0 });
    return {
      OpenAI,
      server,
      open,
      client: open('v1'),
      create: (...args) => open('v1').chat.completions.create(...args),
    };
  },
  teardown: ({ server }) => server.close(),
  calls: {
    'the promise is what the client makes': ({ create }) => {
      const promise = create(plain);
      return promise.then(() => shape(promise));
    },
    'an answer': ({ create }) => create(plain),
    'asResponse leaves the body to the app': async ({ create }) => (await create(plain).asResponse()).json(),
    withResponse: async ({ create }) => {
      const { data, response: head, request_id: id } = await create(plain).withResponse();
      return [data, head.status, head.bodyUsed, id];
    },
    'waited for twice': async ({ create }) => {
      const promise = create(plain);
      return [(await promise) === (await promise), (await promise.asResponse()).bodyUsed];
    },
    'asResponse, then the answer': async ({ create }) => {
      const promise = create(plain);
      await promise.asResponse();
      return promise;
    },
    parse: ({ client }) => client.chat.completions.parse(plain),
    'finally and catch': ({ create }, see) =>
      create(plain)
        .catch(() => 'no')
        .finally(() => see('finally')),
    'params are frozen': ({ create }, see) =>
      create(
        see.unchanged('params', Object.freeze({ ...plain, messages: Object.freeze([Object.freeze(messages[0])]) })),
      ),
    'params have no prototype': ({ create }) => create(Object.assign(Object.create(null), plain)),
    'one object for several calls': async ({ create }, see) => {
      const params = see.unchanged('params', { ...plain });
      return [await create(params), await create(params)];
    },
    'params are undefined': ({ create }, see) => see.settled('create', (async () => create(undefined))()),
    'messages are missing': ({ create }) => create({ model: 'small' }),
    'messages are null': ({ create }) => create({ model: 'small', messages: [null] }),
    'a getter throws': ({ create }, see) =>
      see.settled(
        'create',
        (async () =>
          create({
            get model() {
              throw new Error('getter');
            },
            messages,
          }))(),
      ),
    '`this` is lost': ({ client }, see) => {
      const { create } = client.chat.completions;
      return see.settled('create', (async () => create(plain))());
    },
    'an error of the API': ({ open }, see) =>
      see.settled(
        'create',
        open('fails')
          .chat.completions.create(plain)
          .catch((error) => [error.constructor.name, error.status, error.message, error.code]),
      ),
    'an answer that is text': ({ open }) => open('text').chat.completions.create(plain),
    'an answer that cannot be parsed': ({ open }, see) =>
      see.settled(
        'create',
        open('broken')
          .chat.completions.create(plain)
          .catch((error) => [error.constructor.name]),
      ),
    'what is sent': async ({ create, server }) => {
      server.received();
      await create(plain, { headers: { traceparent: '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01' } });
      return server.received().map((text) => text.split('\r\n\r\n')[1]);
    },
    'a stream': async ({ create }) => {
      const stream = await create(streamed, asking('chunks'));
      return [stream.constructor.name, Object.keys(stream), await read(stream)];
    },
    'the iterator of a stream': async ({ create }) => {
      const iterator = (await create(streamed, asking('chunks')))[Symbol.asyncIterator]();
      return [
        Object.keys(iterator),
        typeof iterator.return,
        iterator[Symbol.asyncIterator]() === iterator,
        await iterator.next(),
        await iterator.return('x'),
      ];
    },
    'a stream left early': async ({ create }) => {
      const stream = await create(streamed, asking('open'));
      for await (const each of stream) return [each.choices[0].delta.content, stream.controller.signal.aborted];
    },
    'a stream left early is aborted': async ({ create }) => {
      const stream = await create(streamed, asking('open'));
      for await (const each of stream) if (each) break;
      return stream.controller.signal.aborted;
    },
    'a stream aborted by the app': async ({ create }) => {
      const stream = await create(streamed, asking('open'));
      const all = [];
      for await (const each of stream) {
        all.push(each.id);
        stream.controller.abort();
      }
      return all;
    },
    'a stream read twice': async ({ create }, see) => {
      const stream = await create(streamed, asking('chunks'));
      await read(stream);
      await see.settled('again', read(stream));
    },
    'a stream split by tee': async ({ create }) => {
      const [left, right] = (await create(streamed, asking('chunks'))).tee();
      return [left.constructor.name, await read(left), await read(right)];
    },
    'a stream as a readable stream': async ({ create }) => {
      const all = [];
      for await (const bytes of (await create(streamed, asking('chunks'))).toReadableStream())
        all.push(Buffer.from(bytes).toString());
      return all;
    },
    'a stream with an error in it': async ({ create }, see) => {
      const stream = await create(streamed, asking('error'));
      await see.settled(
        'read',
        read(stream).catch((error) => [error.constructor.name, error.message]),
      );
    },
    'a stream never read': async ({ create }) => {
      const stream = await create(streamed, asking('chunks'));
      stream.controller.abort();
      return stream.constructor.name;
    },
    'a stream by withResponse': async ({ create }) =>
      read((await create(streamed, asking('chunks')).withResponse()).data),
    'a stream by asResponse': async ({ create }) =>
      (await (await create(streamed, asking('chunks')).asResponse()).text()).length,
    'the stream helper': async ({ client }) => {
      const stream = client.chat.completions.stream(plain, asking('chunks'));
      const seen = [];
      stream.on('content', (text) => seen.push(text));
      stream.on('error', () => {});
      return [seen, await stream.finalContent().catch((error) => error.message)];
    },
    embeddings: async ({ client }) =>
      client.embeddings.create({ model: 'small', input: 'a', encoding_format: 'float' }),
    'a response': async ({ client }) => {
      const answer = await client.responses.create({ model: 'small', input: 'hi' });
      return [answer.id, answer.output_text, answer._request_id];
    },
    'a response as a stream': async ({ client }) => {
      const promise = client.responses.create({ model: 'small', input: 'hi', stream: true }, asking('events'));
      return [shape(promise), await read(await promise)];
    },
    'a response parsed': async ({ client }) => (await client.responses.parse({ model: 'small', input: 'hi' })).id,
    'the signal is aborted': ({ create }, see) =>
      see.settled(
        'create',
        create(plain, { signal: AbortSignal.abort('why') }).catch((error) => [error.constructor.name, error.message]),
      ),
  },
  alone: {
    'a rejection that is not handled': ({ open, server }, see) => {
      void open('fails')
        .chat.completions.create(plain)
        .then(() => {});
      return untilUnhandled(see, server);
    },
    'a rejection of what is not waited for': ({ open, server }, see) => {
      open('fails').chat.completions.create(plain);
      return untilUnhandled(see, server);
    },
  },
};
