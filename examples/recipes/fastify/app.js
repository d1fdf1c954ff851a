import Fastify from 'fastify';

// Fastify's own logger is off: firstlight writes the request lines.
const app = Fastify({ logger: false });
app.get('/users/:id', async (request) => {
  console.log('looking up', request.params.id);
  return { id: request.params.id };
});
await app.listen({ port: Number(process.env.PORT ?? 3000) });
console.log(`listening on ${app.server.address().port}`);
