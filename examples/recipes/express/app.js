import express from 'express';

const app = express();
app.get('/users/:id', (request, response) => {
  console.log('looking up', request.params.id);
  response.json({ id: request.params.id });
});
const server = app.listen(process.env.PORT ?? 3000, () => console.log(`listening on ${server.address().port}`));
