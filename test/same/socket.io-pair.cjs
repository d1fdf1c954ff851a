// A server and a client of socket.io that are connected.
const { createServer } = require('node:http');

/** A server and a client that are connected; `on` gets the socket before the client sends. */
async function pair({ Server, io, servers }, on, send) {
  const http = createServer();
  const server = new Server(http);
  servers.push(server);
  await new Promise((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const connected = new Promise((resolve) => {
    server.on('connection', (socket) => {
      on?.(socket, server);
      resolve(socket);
    });
  });
  const client = io(`http://127.0.0.1:${http.address().port}`, { transports: ['websocket'], reconnection: false });
  const socket = await connected;
  await new Promise((resolve) => {
    client.connected ? resolve() : client.on('connect', resolve);
  });
  try {
    return await send?.(client, socket, server);
  } finally {
    client.close();
    await server.close();
  }
}
const flushed = (client) => client.emitWithAck('flush');
const flush = (socket) => socket.on('flush', (done) => done());
const seen = () => {
  const list = [];
  const listener = (...args) => list.push(args);
  return { list, listener };
};

module.exports = { flush, flushed, pair, seen };
