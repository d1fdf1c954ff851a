// What is seen of each library: by the names of instrumentations, and of the libraries that pass context on.

/** Attributes of all clients of databases that are ours. */
const DATABASE =
  'db.system.name, db.namespace, db.operation.name, db.query.summary, db.query.text (without values), server.address, ' +
  'server.port, error.type, db.response.status_code';
const ROWS = `${DATABASE}, db.response.returned_rows`;
const UPSTREAM_DATABASE = 'those of the database conventions';
const MESSAGING = 'messaging.system, messaging.destination.name, messaging.operation.name, messaging.operation.type';
const HTTP = 'those of the HTTP conventions';

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
    openai: ['chat, responses, embeddings, streamed as well', 'gen_ai.*'],
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
