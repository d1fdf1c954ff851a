import { createServer } from 'node:http';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

const connection = new Redis(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379', { maxRetriesPerRequest: null });
const mails = new Queue(process.env.QUEUE ?? 'mails', { connection });

const server = createServer(async (request, response) => {
  await mails.add('welcome', { to: 'ada' }, { removeOnComplete: true });
  console.log('queued a mail');
  response.writeHead(202).end();
});
server.listen(process.env.PORT ?? 3000, () => console.log(`listening on ${server.address().port}`));
