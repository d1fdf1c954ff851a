import type { Library } from './library';

/** A library whose hooks are not evaluated before the app loads it. */
export interface LibraryRow {
  readonly name: string;
  /** Files inside the package that are patched. */
  readonly files?: readonly string[];
  /** Whether its patches run around those of the instrumentation of the same package. */
  readonly isOutermost?: boolean;
  readonly load: () => Library;
}

const nats = () => require('./nats') as typeof import('./nats');

/** All libraries that context is led through. A test holds the files against what the libraries patch. */
export const catalogue: readonly LibraryRow[] = [
  {
    name: '@nats-io/jetstream',
    files: ['@nats-io/jetstream/lib/consumer.js', '@nats-io/jetstream/lib/pushconsumer.js'],
    load: () => nats().natsJetStream,
  },
  {
    name: '@nats-io/nats-core',
    files: [
      '@nats-io/nats-core/lib/headers.js',
      '@nats-io/nats-core/lib/protocol.js',
      '@nats-io/nats-core/lib/nats.js',
    ],
    load: () => nats().natsCore,
  },
  { name: 'agenda', load: () => (require('./agenda') as typeof import('./agenda')).agenda },
  {
    name: 'amqplib',
    files: ['amqplib/lib/channel.js', 'amqplib/lib/channel_model.js', 'amqplib/lib/callback_model.js'],
    load: () => (require('./amqplib') as typeof import('./amqplib')).amqplib,
  },
  {
    name: 'async',
    load: () => (require('./async') as typeof import('./async')).async,
    files: ['async/queue.js', 'async/priorityQueue.js', 'async/cargo.js', 'async/cargoQueue.js'],
  },
  { name: 'better-queue', load: () => (require('./limiters') as typeof import('./limiters')).betterQueue },
  { name: 'bottleneck', load: () => (require('./limiters') as typeof import('./limiters')).bottleneck },
  { name: 'bullmq', load: () => (require('./bullmq') as typeof import('./bullmq')).bullmq },
  { name: 'cassandra-driver', load: () => (require('./callbacks') as typeof import('./callbacks')).cassandra },
  { name: 'croner', load: () => (require('./schedulers') as typeof import('./schedulers')).croner },
  { name: 'fastq', load: () => (require('./fastq') as typeof import('./fastq')).fastq },
  { name: 'generic-pool', load: () => (require('./limiters') as typeof import('./limiters')).genericPool },
  { name: 'ioredis', isOutermost: true, load: () => (require('./redis') as typeof import('./redis')).ioredis },
  { name: 'kafkajs', load: () => (require('./kafkajs') as typeof import('./kafkajs')).kafkajs },
  {
    name: 'ldapjs',
    load: () => (require('./callbacks') as typeof import('./callbacks')).ldapjs,
    files: ['ldapjs/lib/client/client.js'],
  },
  { name: 'memcached', load: () => (require('./callbacks') as typeof import('./callbacks')).memcached },
  { name: 'mqtt', load: () => (require('./mqtt') as typeof import('./mqtt')).mqtt },
  {
    name: 'mysql',
    load: () => (require('./mysql') as typeof import('./mysql')).mysql,
    files: [
      'mysql/lib/Pool.js',
      'mysql/lib/PoolNamespace.js',
      'mysql/lib/PoolCluster.js',
      'mysql/lib/protocol/Protocol.js',
      'mysql/lib/protocol/sequences/Sequence.js',
    ],
  },
  {
    name: 'mysql2',
    load: () => (require('./mysql2') as typeof import('./mysql2')).mysql2,
    files: [
      'mysql2/lib/connection.js',
      'mysql2/lib/base/connection.js',
      'mysql2/lib/pool.js',
      'mysql2/lib/base/pool.js',
      'mysql2/lib/pool_cluster.js',
      'mysql2/lib/commands/command.js',
    ],
  },
  {
    name: 'nats',
    load: () => nats().nats,
    files: [
      'nats/lib/nats-base-client/headers.js',
      'nats/lib/nats-base-client/protocol.js',
      'nats/lib/nats-base-client/nats.js',
      'nats/lib/nats-base-client/typedsub.js',
      'nats/lib/jetstream/consumer.js',
    ],
  },
  { name: 'node-cron', load: () => (require('./schedulers') as typeof import('./schedulers')).nodeCron },
  { name: 'node-schedule', load: () => (require('./schedulers') as typeof import('./schedulers')).nodeSchedule },
  { name: 'p-limit', load: () => (require('./p-limit') as typeof import('./p-limit')).pLimit },
  { name: 'p-queue', load: () => (require('./p-queue') as typeof import('./p-queue')).pQueue },
  {
    name: 'pg',
    load: () => (require('./pg') as typeof import('./pg')).pg,
    files: ['pg/lib/client.js', 'pg/lib/native/client.js'],
  },
  {
    name: 'pg-boss',
    files: ['pg-boss/src/manager.js', 'pg-boss/dist/manager.js', 'pg-boss/dist/telemetry.js'],
    load: () => (require('./pg-boss') as typeof import('./pg-boss')).pgBoss,
  },
  { name: 'pg-cursor', load: () => (require('./pg') as typeof import('./pg')).pgCursor },
  { name: 'pg-pool', load: () => (require('./pg') as typeof import('./pg')).pgPool },
  {
    name: 'piscina',
    files: ['piscina/dist/task_queue/index.js', 'piscina/dist/worker_pool/index.js'],
    load: () => (require('./piscina') as typeof import('./piscina')).piscina,
  },
  { name: 'redis', isOutermost: true, load: () => (require('./redis') as typeof import('./redis')).redis },
  {
    name: 'tedious',
    load: () => (require('./callbacks') as typeof import('./callbacks')).tedious,
    files: ['tedious/lib/request.js'],
  },
  { name: 'workerpool', load: () => (require('./workerpool') as typeof import('./workerpool')).workerpool },
  { name: 'ws', files: ['ws/lib/websocket.js'], load: () => (require('./ws') as typeof import('./ws')).ws },
];
