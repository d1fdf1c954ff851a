// A client of http2 and a server of its own, for the calls of the table.
const shown = (error) => error && [error.constructor.name, error.code, error.message];
const LEFT_OUT = ['date', 'x-request-id'];
const plain = (headers) =>
  Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => !LEFT_OUT.includes(name)));
const ask = (session, headers, options, body) =>
  new Promise((resolve) => {
    const stream = session.request(headers, options);
    const log = { data: '' };
    stream.on('response', (answer, flags) => Object.assign(log, { headers: plain(answer), flags }));
    stream.on('trailers', (trailers) => Object.assign(log, { trailers: plain(trailers) }));
    stream.on('error', (error) => Object.assign(log, { error: shown(error) }));
    stream.on('data', (chunk) => {
      log.data += chunk;
    });
    stream.on('close', () => resolve({ ...log, code: stream.rstCode }));
    if (!stream.destroyed && !stream.writableEnded) stream.end(body);
  });
/** Runs a client against a server of its own. */
const served = async (t, listeners, use, options) => {
  const server = t.http2.createServer(options ?? {});
  for (const [name, listener] of Object.entries(listeners)) server.on(name, listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const session = t.http2.connect(`http://127.0.0.1:${server.address().port}`);
  session.on('error', () => {});
  try {
    return await use(session, server);
  } finally {
    session.destroy();
    server.close();
  }
};
const onStream = (t, stream, use) => served(t, { stream }, use);
const onRequest = (t, request, use) => served(t, { request }, use);

module.exports = { ask, onRequest, onStream, plain, served, shown };
