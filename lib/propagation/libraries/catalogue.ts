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

const nats = () => require('./messaging/nats') as typeof import('./messaging/nats');

/** All libraries that pass the context on. A test holds the files against what the libraries patch. */
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
  { name: 'agenda', load: () => (require('./messaging/agenda') as typeof import('./messaging/agenda')).agenda },
  {
    name: 'amqplib',
    files: ['amqplib/lib/channel.js', 'amqplib/lib/channel_model.js', 'amqplib/lib/callback_model.js'],
    load: () => (require('./messaging/amqplib') as typeof import('./messaging/amqplib')).amqplib,
  },
  {
    name: 'async',
    load: () => (require('./pools/async') as typeof import('./pools/async')).async,
    files: ['async/queue.js', 'async/priorityQueue.js', 'async/cargo.js', 'async/cargoQueue.js'],
  },
  { name: 'better-queue', load: () => (require('./pools/limiters') as typeof import('./pools/limiters')).betterQueue },
  { name: 'bottleneck', load: () => (require('./pools/limiters') as typeof import('./pools/limiters')).bottleneck },
  {
    name: 'bull',
    files: ['bull/lib/job.js'],
    load: () => (require('./messaging/bull') as typeof import('./messaging/bull')).bull,
  },
  { name: 'bullmq', load: () => (require('./messaging/bullmq') as typeof import('./messaging/bullmq')).bullmq },
  {
    name: 'cassandra-driver',
    load: () => (require('./databases/callbacks') as typeof import('./databases/callbacks')).cassandra,
  },
  { name: 'croner', load: () => (require('./pools/schedulers') as typeof import('./pools/schedulers')).croner },
  { name: 'fastq', load: () => (require('./pools/fastq') as typeof import('./pools/fastq')).fastq },
  { name: 'generic-pool', load: () => (require('./pools/limiters') as typeof import('./pools/limiters')).genericPool },
  {
    name: 'graphile-worker',
    files: ['graphile-worker/dist/helpers.js', 'graphile-worker/dist/worker.js'],
    load: () => (require('./messaging/graphile-worker') as typeof import('./messaging/graphile-worker')).graphileWorker,
  },
  {
    name: 'ioredis',
    isOutermost: true,
    load: () => (require('./databases/redis') as typeof import('./databases/redis')).ioredis,
  },
  { name: 'kafkajs', load: () => (require('./messaging/kafkajs') as typeof import('./messaging/kafkajs')).kafkajs },
  {
    name: 'ldapjs',
    load: () => (require('./databases/callbacks') as typeof import('./databases/callbacks')).ldapjs,
    files: ['ldapjs/lib/client/client.js'],
  },
  {
    name: 'memcached',
    load: () => (require('./databases/callbacks') as typeof import('./databases/callbacks')).memcached,
  },
  { name: 'mqtt', load: () => (require('./messaging/mqtt') as typeof import('./messaging/mqtt')).mqtt },
  {
    name: 'mysql',
    load: () => (require('./databases/mysql') as typeof import('./databases/mysql')).mysql,
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
    load: () => (require('./databases/mysql2') as typeof import('./databases/mysql2')).mysql2,
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
  { name: 'node-cron', load: () => (require('./pools/schedulers') as typeof import('./pools/schedulers')).nodeCron },
  {
    name: 'node-schedule',
    load: () => (require('./pools/schedulers') as typeof import('./pools/schedulers')).nodeSchedule,
  },
  { name: 'p-limit', load: () => (require('./pools/p-limit') as typeof import('./pools/p-limit')).pLimit },
  { name: 'p-queue', load: () => (require('./pools/p-queue') as typeof import('./pools/p-queue')).pQueue },
  {
    name: 'pg',
    load: () => (require('./databases/pg') as typeof import('./databases/pg')).pg,
    files: ['pg/lib/client.js', 'pg/lib/native/client.js'],
  },
  {
    name: 'pg-boss',
    files: ['pg-boss/src/manager.js', 'pg-boss/dist/manager.js', 'pg-boss/dist/telemetry.js'],
    load: () => (require('./messaging/pg-boss') as typeof import('./messaging/pg-boss')).pgBoss,
  },
  { name: 'pg-cursor', load: () => (require('./databases/pg') as typeof import('./databases/pg')).pgCursor },
  { name: 'pg-pool', load: () => (require('./databases/pg') as typeof import('./databases/pg')).pgPool },
  {
    name: 'piscina',
    files: ['piscina/dist/task_queue/index.js', 'piscina/dist/worker_pool/index.js'],
    load: () => (require('./pools/piscina') as typeof import('./pools/piscina')).piscina,
  },
  {
    name: 'redis',
    isOutermost: true,
    load: () => (require('./databases/redis') as typeof import('./databases/redis')).redis,
  },
  {
    name: 'tedious',
    load: () => (require('./databases/callbacks') as typeof import('./databases/callbacks')).tedious,
    files: ['tedious/lib/request.js'],
  },
  { name: 'workerpool', load: () => (require('./pools/workerpool') as typeof import('./pools/workerpool')).workerpool },
  { name: 'ws', files: ['ws/lib/websocket.js'], load: () => (require('./ws') as typeof import('./ws')).ws },
];
