// Written by scripts/catalogue.mjs from @opentelemetry/auto-instrumentations-node: not by hand.

import type { UpstreamInstrumentation } from '../../config';
import type { CatalogueItem } from './catalogue-item';

/** The instrumentations of auto-instrumentations-node, by their short names. */
export const upstream: Readonly<Record<UpstreamInstrumentation, CatalogueItem>> = {
  amqplib: {
    targets: [['amqplib', 'lib/channel_model.js', 'lib/connect.js', 'lib/callback_model.js']],
    load: () => require('@opentelemetry/instrumentation-amqplib').AmqplibInstrumentation,
  },
  'aws-lambda': {
    targets: [],
    load: () => require('@opentelemetry/instrumentation-aws-lambda').AwsLambdaInstrumentation,
  },
  'aws-sdk': {
    targets: [
      ['@aws-sdk/middleware-stack', 'dist/cjs/MiddlewareStack.js', 'dist-cjs/MiddlewareStack.js'],
      '@smithy/middleware-stack',
      ['@smithy/core', 'dist-cjs/submodules/client/index.js'],
      '@aws-sdk/smithy-client',
      '@smithy/smithy-client',
    ],
    load: () => require('@opentelemetry/instrumentation-aws-sdk').AwsInstrumentation,
  },
  bunyan: { targets: ['bunyan'], load: () => require('@opentelemetry/instrumentation-bunyan').BunyanInstrumentation },
  'cassandra-driver': {
    targets: [['cassandra-driver', 'lib/request-execution.js']],
    load: () => require('@opentelemetry/instrumentation-cassandra-driver').CassandraDriverInstrumentation,
  },
  connect: {
    targets: ['connect'],
    load: () => require('@opentelemetry/instrumentation-connect').ConnectInstrumentation,
  },
  cucumber: {
    targets: [['@cucumber/cucumber', 'lib/runtime/test_case_runner.js']],
    load: () => require('@opentelemetry/instrumentation-cucumber').CucumberInstrumentation,
  },
  dataloader: {
    targets: ['dataloader'],
    load: () => require('@opentelemetry/instrumentation-dataloader').DataloaderInstrumentation,
  },
  dns: {
    targets: ['dns', 'dns/promises'],
    load: () => require('@opentelemetry/instrumentation-dns').DnsInstrumentation,
  },
  express: {
    targets: ['express'],
    load: () => require('@opentelemetry/instrumentation-express').ExpressInstrumentation,
  },
  fs: { targets: ['fs', 'fs/promises'], load: () => require('@opentelemetry/instrumentation-fs').FsInstrumentation },
  'generic-pool': {
    targets: ['generic-pool'],
    load: () => require('@opentelemetry/instrumentation-generic-pool').GenericPoolInstrumentation,
  },
  graphql: {
    targets: [['graphql', 'execution/execute.js', 'language/parser.js', 'validation/validate.js']],
    load: () => require('@opentelemetry/instrumentation-graphql').GraphQLInstrumentation,
  },
  grpc: { targets: ['@grpc/grpc-js'], load: () => require('@opentelemetry/instrumentation-grpc').GrpcInstrumentation },
  hapi: { targets: ['@hapi/hapi'], load: () => require('@opentelemetry/instrumentation-hapi').HapiInstrumentation },
  'host-metrics': {
    targets: [],
    load: () => require('@opentelemetry/instrumentation-host-metrics').HostMetricsInstrumentation,
  },
  http: { targets: ['https', 'http'], load: () => require('@opentelemetry/instrumentation-http').HttpInstrumentation },
  ioredis: {
    targets: ['ioredis'],
    load: () => require('@opentelemetry/instrumentation-ioredis').IORedisInstrumentation,
  },
  kafkajs: {
    targets: [['kafkajs', 'src/producer/index.js', 'src/consumer/index.js']],
    load: () => require('@opentelemetry/instrumentation-kafkajs').KafkaJsInstrumentation,
  },
  knex: {
    targets: [['knex', 'src/client.js', 'lib/client.js', 'src/runner.js', 'lib/runner.js', 'lib/execution/runner.js']],
    load: () => require('@opentelemetry/instrumentation-knex').KnexInstrumentation,
  },
  koa: { targets: ['koa'], load: () => require('@opentelemetry/instrumentation-koa').KoaInstrumentation },
  'lru-memoizer': {
    targets: ['lru-memoizer'],
    load: () => require('@opentelemetry/instrumentation-lru-memoizer').LruMemoizerInstrumentation,
  },
  memcached: {
    targets: ['memcached'],
    load: () => require('@opentelemetry/instrumentation-memcached').MemcachedInstrumentation,
  },
  mongodb: {
    targets: [
      [
        'mongodb',
        'lib/core/wireprotocol/index.js',
        'lib/cmap/connection.js',
        'lib/cmap/connection_pool.js',
        'lib/cmap/connect.js',
        'lib/sessions.js',
      ],
    ],
    load: () => require('@opentelemetry/instrumentation-mongodb').MongoDBInstrumentation,
  },
  mongoose: {
    targets: ['mongoose'],
    load: () => require('@opentelemetry/instrumentation-mongoose').MongooseInstrumentation,
  },
  mysql: { targets: ['mysql'], load: () => require('@opentelemetry/instrumentation-mysql').MySQLInstrumentation },
  mysql2: {
    targets: [['mysql2', 'promise.js', 'lib/connection.js']],
    load: () => require('@opentelemetry/instrumentation-mysql2').MySQL2Instrumentation,
  },
  'nestjs-core': {
    targets: [['@nestjs/core', 'nest-factory.js', 'router/router-execution-context.js']],
    load: () => require('@opentelemetry/instrumentation-nestjs-core').NestInstrumentation,
  },
  net: { targets: ['net'], load: () => require('@opentelemetry/instrumentation-net').NetInstrumentation },
  openai: { targets: ['openai'], load: () => require('@opentelemetry/instrumentation-openai').OpenAIInstrumentation },
  oracledb: {
    targets: ['oracledb'],
    load: () => require('@opentelemetry/instrumentation-oracledb').OracleInstrumentation,
  },
  pg: {
    targets: [['pg', 'lib/client.js', 'lib/native/client.js'], 'pg-pool'],
    load: () => require('@opentelemetry/instrumentation-pg').PgInstrumentation,
  },
  pino: { targets: ['pino'], load: () => require('@opentelemetry/instrumentation-pino').PinoInstrumentation },
  redis: {
    targets: [
      'redis',
      [
        '@redis/client',
        'dist/lib/commander.js',
        'dist/lib/client/multi-command.js',
        'dist/lib/client/index.js',
        'dist/lib/cluster/index.js',
        'dist/lib/cluster/multi-command.js',
      ],
      [
        '@node-redis/client',
        'dist/lib/commander.js',
        'dist/lib/client/multi-command.js',
        'dist/lib/client/index.js',
        'dist/lib/cluster/index.js',
        'dist/lib/cluster/multi-command.js',
      ],
    ],
    load: () => require('@opentelemetry/instrumentation-redis').RedisInstrumentation,
  },
  restify: {
    targets: [['restify', 'lib/server.js']],
    load: () => require('@opentelemetry/instrumentation-restify').RestifyInstrumentation,
  },
  router: {
    targets: [['router', 'lib/layer.js']],
    load: () => require('@opentelemetry/instrumentation-router').RouterInstrumentation,
  },
  'runtime-node': {
    targets: [],
    load: () => require('@opentelemetry/instrumentation-runtime-node').RuntimeNodeInstrumentation,
  },
  'socket.io': {
    targets: [
      [
        'socket.io',
        'dist/broadcast-operator.js',
        'dist/namespace.js',
        'dist/socket.js',
        'lib/namespace.js',
        'lib/socket.js',
      ],
    ],
    load: () => require('@opentelemetry/instrumentation-socket.io').SocketIoInstrumentation,
  },
  tedious: {
    targets: ['tedious'],
    load: () => require('@opentelemetry/instrumentation-tedious').TediousInstrumentation,
  },
  undici: { targets: [], load: () => require('@opentelemetry/instrumentation-undici').UndiciInstrumentation },
  winston: {
    targets: [['winston', 'lib/winston/logger.js']],
    load: () => require('@opentelemetry/instrumentation-winston').WinstonInstrumentation,
  },
};
