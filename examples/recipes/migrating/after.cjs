// The same app: the lines, their IDs and the request lines come from the flag.
const express = require('express');
const { getLogger } = require('firstlight');

const logger = getLogger();
const app = express();
app.get('/users/:id', (request, response) => {
  logger.info('looking up', { user: request.params.id });
  response.json({ id: request.params.id });
});
const server = app.listen(process.env.PORT ?? 3000, () => logger.info(`listening on ${server.address().port}`));
