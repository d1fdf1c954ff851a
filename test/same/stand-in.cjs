// Servers for the tables that keep what they receive, byte by byte, without what firstlight adds by design.
const http = require('node:http');
const net = require('node:net');

/** What firstlight adds to outgoing requests. A table's own traceparent starts with `00-aaaa`, so that it stays. */
const OURS = /^(traceparent: 00-(?!aaaa)|tracestate: (?!app=)|baggage: (?!app=)|x-request-id: (?!app)).*\r\n/gim;

const listen = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

/**
 * A TCP server that answers each connection's first bytes by `reply(text)`.
 * @returns {Promise<{port: number, received: () => string, close: () => void}>} with PORT in place of its port
 */
exports.openTcp = async (reply = () => '') => {
  const chunks = [];
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket
      .on('error', () => {})
      .on('data', (chunk) => {
        chunks.push(chunk);
        const answer = reply(chunk.toString('latin1'));
        if (answer) socket.write(answer);
      });
  });
  const port = await listen(server);
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port, close, received: () => neutral(Buffer.concat(chunks.splice(0)).toString('latin1'), port) };
};

/** An HTTP server that keeps each request as it came and answers by `respond(request, response)`; keep-alive is off. */
exports.openHttp = async (respond = (request, response) => response.end('ok')) => {
  const requests = [];
  const server = http.createServer((request, response) => {
    const body = [];
    request
      .on('data', (chunk) => body.push(chunk))
      .on('end', () => {
        const lines = [];
        for (let i = 0; i < request.rawHeaders.length; i += 2)
          lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}\r\n`);
        requests.push(
          neutral(
            `${request.method} ${request.url}\r\n${lines.join('')}\r\n${Buffer.concat(body).toString('latin1')}`,
            port,
          ),
        );
        respond(request, response);
      });
  });
  const port = await listen(server);
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port, close, url: `http://127.0.0.1:${port}`, received: () => requests.splice(0) };
};

function neutral(text, port) {
  return text.replace(OURS, '').replaceAll(String(port), 'PORT');
}
