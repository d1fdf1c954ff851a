// Which versions of a library its instrumentation knows. A test holds the table against the instrumentations: loading
// them to ask would take seconds.
import type { InstrumentationName } from '../../../lib/config';

export interface Instrumented {
  readonly by: InstrumentationName;
  /** Ranges; one of them has to fit. */
  readonly versions: readonly string[];
}

export const INSTRUMENTED: Readonly<Record<string, Instrumented>> = {
  amqplib: { by: 'amqplib', versions: ['>=0.5.5 <3'] },
  '@aws-sdk/middleware-stack': { by: 'aws-sdk', versions: ['^3.1.0'] },
  '@smithy/middleware-stack': { by: 'aws-sdk', versions: ['>=2.0.0'] },
  '@smithy/core': { by: 'aws-sdk', versions: ['>=3.24.0'] },
  '@aws-sdk/smithy-client': { by: 'aws-sdk', versions: ['^3.1.0'] },
  '@smithy/smithy-client': { by: 'aws-sdk', versions: ['>=1.0.3'] },
  bunyan: { by: 'bunyan', versions: ['>=1.0.0 <2'] },
  'cassandra-driver': { by: 'cassandra-driver', versions: ['>=4.4.0 <5'] },
  connect: { by: 'connect', versions: ['>=3.0.0 <4'] },
  '@cucumber/cucumber': { by: 'cucumber', versions: ['>=8.0.0 <13'] },
  dataloader: { by: 'dataloader', versions: ['>=2.0.0 <3'] },
  express: { by: 'express', versions: ['>=4.0.0 <6'] },
  'generic-pool': { by: 'generic-pool', versions: ['>=3.0.0 <4', '>=2.4.0 <3', '>=2.0.0 <2.4'] },
  graphql: { by: 'graphql', versions: ['>=14.0.0 <17'] },
  '@grpc/grpc-js': { by: 'grpc', versions: ['^1.0.0'] },
  '@hapi/hapi': { by: 'hapi', versions: ['>=17.0.0 <22'] },
  ioredis: { by: 'ioredis', versions: ['>=2.0.0 <7'] },
  kafkajs: { by: 'kafkajs', versions: ['>=0.3.0 <3'] },
  knex: { by: 'knex', versions: ['>=0.22.0 <4', '>=0.10.0 <0.18.0', '>=0.19.0 <0.22.0', '>=0.18.0 <0.19.0'] },
  koa: { by: 'koa', versions: ['>=2.0.0 <4'] },
  'lru-memoizer': { by: 'lru-memoizer', versions: ['>=1.3 <4'] },
  memcached: { by: 'memcached', versions: ['>=2.2.0 <3'] },
  mongodb: { by: 'mongodb', versions: ['>=3.3.0 <4', '>=4.0.0 <8'] },
  mongoose: { by: 'mongoose', versions: ['>=5.9.7 <10'] },
  mysql: { by: 'mysql', versions: ['>=2.0.0 <3'] },
  mysql2: { by: 'mysql2', versions: ['>=1.4.2 <4'] },
  '@nestjs/core': { by: 'nestjs-core', versions: ['>=4.0.0 <12'] },
  openai: { by: 'openai', versions: ['>=4.19.0 <7'] },
  oracledb: { by: 'oracledb', versions: ['>= 6.7 < 8'] },
  pg: { by: 'pg', versions: ['>=8.0.3 <9'] },
  'pg-pool': { by: 'pg', versions: ['>=2.0.0 <4'] },
  pino: { by: 'pino', versions: ['>=5.14.0 <11'] },
  redis: { by: 'redis', versions: ['>=2.6.0 <4'] },
  '@redis/client': { by: 'redis', versions: ['^1.0.0', '^5.0.0', '^6.0.0'] },
  '@node-redis/client': { by: 'redis', versions: ['^1.0.0', '^5.0.0', '^6.0.0'] },
  restify: { by: 'restify', versions: ['>=4.1.0 <13'] },
  router: { by: 'router', versions: ['>=1.0.0 <3'] },
  'socket.io': { by: 'socket.io', versions: ['>=3 <5', '2'] },
  tedious: { by: 'tedious', versions: ['>=1.11.0 <21'] },
  winston: { by: 'winston', versions: ['>=3 <4', '>=1 <3'] },
  'better-sqlite3': { by: 'better-sqlite3', versions: ['>=7 <14'] },
  '@clickhouse/client-common': { by: 'clickhouse', versions: ['>=0.2 <2'] },
  '@clickhouse/client': { by: 'clickhouse', versions: ['>=0.2 <2'] },
  iovalkey: { by: 'iovalkey', versions: ['>=0.1 <1'] },
  '@libsql/client': { by: 'libsql', versions: ['>=0.5 <1'] },
  mariadb: { by: 'mariadb', versions: ['>=3 <4'] },
  memjs: { by: 'memjs', versions: ['>=1.2 <2'] },
  nodemailer: { by: 'nodemailer', versions: ['>=4 <11'] },
  '@opensearch-project/opensearch': { by: 'opensearch', versions: ['>=1 <4'] },
  postgres: { by: 'postgres', versions: ['>=3 <4'] },
  sqlite3: { by: 'sqlite3', versions: ['>=4 <7'] },
};
