// Clients of models, of vector stores and of tools: what they return, settle with, stream and reject with.
const { openHttp } = require('../stand-in.cjs');

const failure = (error) => error && [error.constructor.name, error.status, typeof error.message];
const usage = { prompt_tokens: 3, completion_tokens: 2 };
const message = { role: 'assistant', content: 'hello' };
const chat = { id: 'c1', model: 'small', choices: [{ index: 0, finish_reason: 'stop', message }], usage };
const chunk = { id: 'c1', model: 'small', choices: [{ index: 0, delta: { content: 'a' } }] };
const local = { model: 'small', message, done: true, prompt_eval_count: 3, eval_count: 2 };

function respond(request, response) {
  const json = (value, status = 200) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (request.url.includes('missing')) return json({ error: { message: 'missing' } }, 404);
  if (request.url.includes('streamed')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return response.end(`data: ${JSON.stringify(chunk)}\n\ndata: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
  }
  if (request.url.includes('/api/')) {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    return response.end(`${JSON.stringify(local)}\n`);
  }
  if (request.url.includes('/collections')) return json({ result: { points: [{ id: 1 }] }, status: 'ok' });
  if (request.url.includes('/v2/chat')) return json({ id: 'c1', finish_reason: 'COMPLETE', message });
  return json(chat);
}

const messages = [{ role: 'user', content: 'hi' }];
const asked = { model: 'small', messages };
const read = async (stream) => {
  const all = [];
  for await (const each of stream) all.push(each.id ?? each.model);
  return all;
};

module.exports = {
  scopes: ['firstlight/groq', 'firstlight/ollama', 'firstlight/cohere', 'firstlight/qdrant', 'firstlight/mcp'],
  metrics: ['gen_ai.client.operation.duration', 'mcp.client.operation.duration'],
  setup: async (load) => {
    const server = await openHttp(respond);
    const { Groq } = load('groq-sdk');
    const { McpServer } = load('@modelcontextprotocol/sdk/server/mcp.js');
    const { Client } = load('@modelcontextprotocol/sdk/client/index.js');
    const { InMemoryTransport } = load('@modelcontextprotocol/sdk/inMemory.js');
    const tools = new McpServer({ name: 'shop', version: '1.0.0' });
    tools.registerTool('echo', {}, ({ requestId, signal }) => ({
      content: [{ type: 'text', text: `${typeof requestId} ${signal.aborted}` }],
    }));
    const mcp = new Client({ name: 'app', version: '1.0.0' });
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await Promise.all([tools.connect(theirs), mcp.connect(ours)]);
    const open = (path) => new Groq({ apiKey: 'none', baseURL: `${server.url}/${path}`, maxRetries: 0 });
    return {
      server,
      mcp,
      open,
      create: (...args) => open('v1').chat.completions.create(...args),
      ollama: new (load('ollama').Ollama)({ host: server.url }),
      cohere: new (load('cohere-ai').CohereClientV2)({ token: 'none', environment: server.url }),
      qdrant: new (load('@qdrant/js-client-rest').QdrantClient)({ url: server.url, checkCompatibility: false }),
    };
  },
  teardown: async ({ server, mcp }) => {
    await mcp.close();
    server.close();
  },
  calls: {
    'groq: an answer': ({ create }) => create(asked),
    'groq: the promise is what the client makes': ({ create }) => {
      const promise = create(asked);
      return promise.then(() => [promise.constructor.name, Object.keys(promise), typeof promise.asResponse]);
    },
    'groq: params are frozen': ({ create }, see) => create(see.unchanged('params', Object.freeze({ ...asked }))),
    'groq: params have no prototype': ({ create }) => create(Object.assign(Object.create(null), asked)),
    'groq: params are undefined': ({ create }, see) => see.settled('create', (async () => create(undefined))()),
    'groq: a getter throws': ({ create }, see) =>
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
    'groq: `this` is lost': ({ open }, see) => {
      const { create } = open('v1').chat.completions;
      return see.settled('create', (async () => create(asked))());
    },
    'groq: an error of the API': ({ open }) => open('missing').chat.completions.create(asked).catch(failure),
    'groq: one object for several calls': async ({ create }, see) => {
      const params = see.unchanged('params', { ...asked });
      return [await create(params), await create(params)];
    },
    'groq: a stream': async ({ open }) => {
      const stream = await open('streamed').chat.completions.create({ ...asked, stream: true });
      return [stream.constructor.name, Object.keys(stream), await read(stream)];
    },
    'groq: a stream left early': async ({ open }) => {
      const stream = await open('streamed').chat.completions.create({ ...asked, stream: true });
      for await (const each of stream) if (each) break;
      return stream.controller.signal.aborted;
    },
    'groq: the signal is aborted': ({ create }) => create(asked, { signal: AbortSignal.abort() }).catch(failure),
    'ollama: an answer': ({ ollama }) => ollama.chat({ ...asked }),
    'ollama: a stream': async ({ ollama }) => {
      const stream = await ollama.chat({ ...asked, stream: true });
      return [stream.constructor.name, Object.keys(stream), await read(stream)];
    },
    'ollama: params are undefined': ({ ollama }, see) => see.settled('chat', ollama.chat(undefined)),
    'cohere: an answer': ({ cohere }) => cohere.chat(asked),
    'cohere: with its response': async ({ cohere }) => {
      const { data, rawResponse } = await cohere.chat(asked).withRawResponse();
      return [data, rawResponse.status];
    },
    'cohere: params are frozen': ({ cohere }, see) => cohere.chat(see.unchanged('params', Object.freeze({ ...asked }))),
    'qdrant: an answer': ({ qdrant }) => qdrant.query('texts', { query: [1, 2] }),
    'qdrant: an error': ({ qdrant }) => qdrant.query('missing', { query: [1, 2] }).catch(failure),
    'qdrant: no collection': ({ qdrant }, see) => see.settled('query', (async () => qdrant.query())()),
    'mcp: a tool': ({ mcp }, see) => mcp.callTool(see.unchanged('params', Object.freeze({ name: 'echo' }))),
    'mcp: a tool that is not there': ({ mcp }) => mcp.callTool({ name: 'none' }).catch(failure),
    'mcp: a method that is not there': ({ mcp }) => mcp.listPrompts().catch((error) => [failure(error), error.code]),
  },
};
