import { createServer } from 'node:http';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/index.js';

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) });
const server = createServer(async (request, response) => {
  const users = await prisma.$queryRaw`SELECT 7 AS id`;
  console.log('looked up', users[0].id);
  response.end(JSON.stringify(users));
});
server.listen(process.env.PORT ?? 3000, () => console.log(`listening on ${server.address().port}`));
