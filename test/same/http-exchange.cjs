// One connection to a server of node:http or node:https: what is sent as it is, and all that comes back.
const net = require('node:net');
const tls = require('node:tls');

const OURS = /^x-request-id: (?!app).*\r\n/gim;
const REQUEST = 'POST /path?q=1 HTTP/1.1\r\nHost: me\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody';

/**
 * Sends bytes to a server and gives all that comes back, without the date and our own header. The server is in this
 * process: `ms` is long for what comes at all.
 */
const exchange = (server, text, ms = 500) =>
  new Promise((resolve) => {
    let answer = '';
    const { port } = server.address();
    const send = () => socket.write(text);
    const socket =
      server instanceof tls.Server
        ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, send)
        : net.connect(port, '127.0.0.1', send);
    const late = setTimeout(() => {
      answer += '[never closed]';
      socket.destroy();
    }, ms);
    socket
      .on('data', (chunk) => {
        answer += chunk.toString('latin1');
      })
      .on('error', () => {});
    socket.on('close', () => {
      clearTimeout(late);
      resolve(answer.replace(OURS, '').replace(/^Date: .*$/gim, 'Date'));
    });
  });

const listen = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

/** Lets a server listen, sends it bytes and gives all that comes back. */
async function send(server, text = REQUEST) {
  await listen(server);
  return exchange(server, text);
}

/** Serves one connection by a server and notes events and bytes. */
async function serve(see, server, text) {
  server.on('clientError', (error, socket) => {
    see('clientError', error.code);
    socket.destroy();
  });
  see('answer', await send(server, text));
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}

/** A call that serves one request by a handler and notes its events; the context has `create(listener)`. */
const handled =
  (handle) =>
  ({ create }, see) =>
    serve(
      see,
      create((request, response) => {
        for (const name of ['finish', 'close'])
          response.on(name, () =>
            see(`response ${name}`, [response.writableEnded, response.writableFinished, response.destroyed]),
          );
        for (const name of ['aborted', 'end']) request.on(name, () => see(`request ${name}`));
        for (const message of [request, response]) message.on('error', (error) => see('error', error));
        try {
          handle(request, response, see);
        } catch (error) {
          see('threw', error);
          response.destroy();
        }
      }),
    );

/** A call that sends a text to a server that answers each request. */
const raw =
  (text) =>
  ({ create }, see) =>
    serve(
      see,
      create((request, response) => {
        see('request', [request.method, request.url, request.rawHeaders.length]);
        request.resume().on('error', (error) => see('error', error.code));
        response.end('ok');
      }),
      text,
    );

module.exports = { handled, listen, raw, send, serve };
