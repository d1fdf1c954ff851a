import type { Library } from './library';

/** A library whose hooks are not evaluated before the app loads it. */
export interface LibraryRow {
  readonly name: string;
  /** Files inside the package that are patched. */
  readonly files?: readonly string[];
  readonly load: () => Library;
}

const nats = () => require('./nats') as typeof import('./nats');

/** All libraries that context is led through. A test holds the files against what the libraries patch. */
export const catalogue: readonly LibraryRow[] = [
  { name: '@nats-io/jetstream', files: ['@nats-io/jetstream/lib/consumer.js', '@nats-io/jetstream/lib/pushconsumer.js'], load: () => nats().natsJetStream },
  { name: '@nats-io/nats-core', files: ['@nats-io/nats-core/lib/headers.js', '@nats-io/nats-core/lib/protocol.js', '@nats-io/nats-core/lib/nats.js'], load: () => nats().natsCore },
  { name: 'agenda', load: () => (require('./agenda') as typeof import('./agenda')).agenda },
  { name: 'amqplib', files: ['amqplib/lib/channel_model.js', 'amqplib/lib/callback_model.js'], load: () => (require('./amqplib') as typeof import('./amqplib')).amqplib },
  { name: 'bullmq', load: () => (require('./bullmq') as typeof import('./bullmq')).bullmq },
  { name: 'croner', load: () => (require('./schedulers') as typeof import('./schedulers')).croner },
  { name: 'kafkajs', load: () => (require('./kafkajs') as typeof import('./kafkajs')).kafkajs },
  { name: 'mqtt', load: () => (require('./mqtt') as typeof import('./mqtt')).mqtt },
  {
    name: 'nats', load: () => nats().nats,
    files: ['nats/lib/nats-base-client/headers.js', 'nats/lib/nats-base-client/protocol.js', 'nats/lib/nats-base-client/nats.js', 'nats/lib/nats-base-client/typedsub.js', 'nats/lib/jetstream/consumer.js'],
  },
  { name: 'node-cron', load: () => (require('./schedulers') as typeof import('./schedulers')).nodeCron },
  { name: 'node-schedule', load: () => (require('./schedulers') as typeof import('./schedulers')).nodeSchedule },
  { name: 'p-limit', load: () => (require('./p-limit') as typeof import('./p-limit')).pLimit },
  { name: 'p-queue', load: () => (require('./p-queue') as typeof import('./p-queue')).pQueue },
  { name: 'pg-boss', files: ['pg-boss/src/manager.js', 'pg-boss/dist/manager.js', 'pg-boss/dist/telemetry.js'], load: () => (require('./pg-boss') as typeof import('./pg-boss')).pgBoss },
  { name: 'piscina', files: ['piscina/dist/task_queue/index.js', 'piscina/dist/worker_pool/index.js'], load: () => (require('./piscina') as typeof import('./piscina')).piscina },
  { name: 'workerpool', load: () => (require('./workerpool') as typeof import('./workerpool')).workerpool },
];
