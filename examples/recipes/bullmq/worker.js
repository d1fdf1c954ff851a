import { Worker } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379', { maxRetriesPerRequest: null });
// The line has the request ID and the trace of the request that queued the job.
const worker = new Worker(process.env.QUEUE ?? 'mails', async ({ data }) => console.log('sent a mail to', data.to), {
  connection,
});
worker.on('ready', () => console.log('waiting for mails'));
process.once('SIGTERM', async () => {
  await worker.close();
  connection.disconnect();
});
