// What is seen of each library: by the names of instrumentations, and of the libraries that pass context on.

/** Attributes of all clients of databases that are ours. */
const DATABASE =
  'db.system.name, db.namespace, db.operation.name, db.query.summary, db.query.text (without values), server.address, ' +
  'server.port, error.type, db.response.status_code';
const ROWS = `${DATABASE}, db.response.returned_rows`;
const UPSTREAM_DATABASE = 'those of the database conventions';
const MESSAGING = 'messaging.system, messaging.destination.name, messaging.operation.name, messaging.operation.type';
const HTTP = 'those of the HTTP conventions';

const VECTORS =
  'db.system.name, db.operation.name, db.collection.name, server.*, error.type, db.response.returned_rows';
/** Attributes of all clients of models. */
const MODEL =
  'gen_ai.operation.name, gen_ai.provider.name, gen_ai.request.*, gen_ai.response.* (time_to_first_chunk of streams), ' +
  'gen_ai.usage.*, server.*, error.type';

/** [spans, attributes] of instrumentations. */
export const SPANS = {
  'Databases and caches': {
    'better-sqlite3': ['each statement that runs, within a trace', ROWS],
    'cassandra-driver': ['each query and batch', UPSTREAM_DATABASE],
    clickhouse: ['query, command, exec, insert; the request over HTTP below', DATABASE],
    dataloader: ['load, and the batch that it joins, within a trace', '–'],
    'generic-pool': ['acquire', '–'],
    ioredis: ['each command, within a trace', UPSTREAM_DATABASE],
    iovalkey: ['each command, within a trace', 'db.system.name, db.namespace, db.operation.name, server.*, error.type'],
    knex: ['each query', UPSTREAM_DATABASE],
    libsql: ['each statement and batch', `${ROWS}, db.operation.batch.size`],
    'lru-memoizer': ['none: the context is kept', '–'],
    mariadb: ['each query, batch and transaction', `${ROWS}, db.operation.batch.size`],
    memcached: ['each command', UPSTREAM_DATABASE],
    memjs: ['each command, within a trace', 'db.system.name, db.operation.name, server.*, error.type'],
    mongodb: ['each command, within a trace', UPSTREAM_DATABASE],
    mongoose: ['each operation', UPSTREAM_DATABASE],
    mysql: ['each query', UPSTREAM_DATABASE],
    mysql2: ['each query', UPSTREAM_DATABASE],
    opensearch: [
      'each request of the API; the request over HTTP below',
      'db.system.name, db.operation.name, db.collection.name, server.*, error.type, db.response.*',
    ],
    oracledb: ['connections and statements', UPSTREAM_DATABASE],
    pg: ['connections and each query', UPSTREAM_DATABASE],
    postgres: ['each query that is sent', ROWS],
    redis: ['each command, within a trace', UPSTREAM_DATABASE],
    sqlite3: ['each statement that runs, within a trace', ROWS],
    tedious: ['each request; mssql uses it', UPSTREAM_DATABASE],
  },
  'Messages and mail': {
    amqplib: ['publish, process', 'those of the messaging conventions'],
    kafkajs: ['send, process', 'those of the messaging conventions'],
    nodemailer: [
      'each message',
      'messaging.*, server.*, email.recipients.accepted and .rejected (counted), smtp.response.status_code',
    ],
    'socket.io': ['emit, on', 'those of the messaging conventions'],
  },
  'Servers, clients and frameworks': {
    'aws-lambda': ['each invocation', 'faas.*'],
    'aws-sdk': ['each call; SQS, SNS, DynamoDB, Lambda and more by their conventions', 'rpc.*, aws.*'],
    connect: ['each layer', 'http.route'],
    dns: ['each look-up', '–'],
    express: ['each layer', 'http.route'],
    graphql: [
      'parse, validate, each operation and its resolvers: one for all items of a list, at most 50 an operation',
      'graphql.*; graphql.operation.type and .name on the server span, too',
    ],
    grpc: ['each call, on both sides', 'rpc.*'],
    hapi: ['each layer', 'http.route'],
    http: ['each request, on both sides; lines and metrics', HTTP],
    koa: ['each layer', 'http.route'],
    'nestjs-core': ['each controller and handler', 'nestjs.*'],
    net: ['each connection', 'network.*'],
    restify: ['each layer', 'http.route'],
    router: ['each layer', 'http.route'],
    undici: ['each request of fetch and undici', HTTP],
  },
  Models: {
    anthropic: ["messages, streamed as well; from 1 on the client's own span, and metrics of ours", MODEL],
    cohere: ['chat, generate, embed, rerank, streamed as well', MODEL],
    'google-genai': ['generateContent and embedContent, streamed as well: each request of a call', MODEL],
    groq: ['chat and embeddings, streamed as well', MODEL],
    mistral: ['chat, agents, fim and embeddings, streamed as well', MODEL],
    ollama: ['chat, generate and embeddings, streamed as well', MODEL],
    openai: ['chat, completions, responses, embeddings, streamed as well; the realtime API is left out', MODEL],
  },
  'Agents and frameworks of models': {
    ai: ['each call of a model (its own telemetry, if the app turns it on, in their place)', MODEL],
    langchain: [
      'each call of a chat model, one with that of the client below; tools, retrievers, runs of LangGraph',
      `${MODEL}, gen_ai.tool.name, gen_ai.agent.name, gen_ai.retrieval.documents.count`,
    ],
    llamaindex: ['queries and retrievals', 'gen_ai.operation.name, gen_ai.retrieval.documents.count, error.type'],
    mcp: [
      'each request, on both sides; the context goes along in its _meta',
      'mcp.method.name, mcp.session.id, gen_ai.tool.name, gen_ai.prompt.name, network.*, error.type',
    ],
    'openai-agents': ['runs of agents', 'gen_ai.operation.name, gen_ai.agent.name, error.type'],
  },
  'Vector stores': {
    chroma: ['calls of a collection', VECTORS],
    milvus: ['calls over gRPC', VECTORS],
    pinecone: ['calls of an index', `${VECTORS}, db.namespace`],
    qdrant: ['calls of a collection', VECTORS],
    weaviate: ['query, generate and data of a collection', VECTORS],
  },
  'Process and tools': {
    bunyan: ['none: its lines are captured', '–'],
    cucumber: ['each scenario and step', 'cucumber.*'],
    fs: ['each call', '–'],
    'host-metrics': ['none: metrics of the host', '–'],
    pino: ['none: its lines are captured', '–'],
    'runtime-node': ['none: metrics of Node.js', '–'],
    winston: ['none: its lines are captured', '–'],
  },
};

const JOB = [`send and process, the one linked to or below the other`, MESSAGING];
const RUN = ['each run, a trace of its own', '–'];
const CONTEXT = ['none: the context is kept', '–'];

/** [spans, attributes] of libraries that pass context on. */
export const CONTEXT_LIBRARIES = {
  '@nats-io/jetstream': JOB,
  '@nats-io/nats-core': JOB,
  agenda: JOB,
  amqplib: CONTEXT,
  async: CONTEXT,
  'better-queue': CONTEXT,
  bottleneck: CONTEXT,
  bull: JOB,
  bullmq: [`${JOB[0]}; those of the app's own telemetry (bullmq-otel) in their place`, MESSAGING],
  'cassandra-driver': CONTEXT,
  croner: RUN,
  fastq: CONTEXT,
  'generic-pool': CONTEXT,
  'graphile-worker': JOB,
  ioredis: CONTEXT,
  kafkajs: CONTEXT,
  ldapjs: CONTEXT,
  memcached: CONTEXT,
  mqtt: JOB,
  mysql: CONTEXT,
  mysql2: CONTEXT,
  nats: JOB,
  'node-cron': RUN,
  'node-schedule': RUN,
  'p-limit': CONTEXT,
  'p-queue': CONTEXT,
  pg: CONTEXT,
  'pg-boss': JOB,
  'pg-cursor': CONTEXT,
  'pg-pool': CONTEXT,
  piscina: CONTEXT,
  redis: CONTEXT,
  tedious: CONTEXT,
  workerpool: CONTEXT,
  ws: ['each message to a server, linked to the upgrade', 'network.protocol.name'],
};
