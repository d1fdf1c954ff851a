import type { Library } from './library';

/** A library whose hooks are not evaluated before the app loads it. */
export interface LibraryRow {
  readonly name: string;
  /** Files inside the package that are patched. */
  readonly files?: readonly string[];
  readonly load: () => Library;
}

/** All libraries that context is led through. A test holds the files against what the libraries patch. */
export const catalogue: readonly LibraryRow[] = [
  { name: 'amqplib', files: ['amqplib/lib/channel_model.js', 'amqplib/lib/callback_model.js'], load: () => (require('./amqplib') as typeof import('./amqplib')).amqplib },
  { name: 'bullmq', load: () => (require('./bullmq') as typeof import('./bullmq')).bullmq },
  { name: 'croner', load: () => (require('./schedulers') as typeof import('./schedulers')).croner },
  { name: 'kafkajs', load: () => (require('./kafkajs') as typeof import('./kafkajs')).kafkajs },
  { name: 'mqtt', load: () => (require('./mqtt') as typeof import('./mqtt')).mqtt },
  { name: 'node-cron', load: () => (require('./schedulers') as typeof import('./schedulers')).nodeCron },
  { name: 'node-schedule', load: () => (require('./schedulers') as typeof import('./schedulers')).nodeSchedule },
  { name: 'p-limit', load: () => (require('./p-limit') as typeof import('./p-limit')).pLimit },
  { name: 'p-queue', load: () => (require('./p-queue') as typeof import('./p-queue')).pQueue },
  { name: 'pg-boss', files: ['pg-boss/src/manager.js', 'pg-boss/dist/manager.js'], load: () => (require('./pg-boss') as typeof import('./pg-boss')).pgBoss },
  { name: 'piscina', files: ['piscina/dist/task_queue/index.js', 'piscina/dist/worker_pool/index.js'], load: () => (require('./piscina') as typeof import('./piscina')).piscina },
  { name: 'workerpool', load: () => (require('./workerpool') as typeof import('./workerpool')).workerpool },
];
