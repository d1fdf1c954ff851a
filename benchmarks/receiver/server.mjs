// The receiver's own process: OTLP over gRPC (HTTP/2 without TLS) and over HTTP with protobuf, on loopback, the same
// for every subject. It answers at once and only counts. Questions come over IPC from receiver/client.mjs.

import http from 'node:http';
import http2 from 'node:http2';
import { gunzipSync } from 'node:zlib';
import { createTally } from './tally.mjs';

const SIGNALS = [
  ['TraceService', 'traces'],
  ['LogsService', 'logs'],
  ['MetricsService', 'metrics'],
  ['/v1/traces', 'traces'],
  ['/v1/logs', 'logs'],
  ['/v1/metrics', 'metrics'],
];
const signalOf = (path) => SIGNALS.find(([part]) => path.includes(part))?.[1];
const tally = createTally();

async function bodyOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Takes the messages out of a gRPC body: one byte of compression flag, four of length, then the message. */
function* grpcMessages(body) {
  for (let at = 0; at < body.length;) {
    const size = body.readUInt32BE(at + 1);
    const message = body.subarray(at + 5, at + 5 + size);
    yield body[at] === 1 ? gunzipSync(message) : message;
    at += 5 + size;
  }
}

const grpc = http2.createServer();
grpc.on('stream', (stream, headers) => {
  stream.on('error', () => {});
  bodyOf(stream)
    .then((body) => {
      const signal = signalOf(headers[':path']);
      let status = '0';
      try {
        for (const message of grpcMessages(body)) tally.add(signal, message);
      } catch {
        status = '13';
      }
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status }));
      // An empty message of five bytes: the export response with no partial success.
      stream.end(Buffer.alloc(5));
    })
    .catch(() => stream.destroy());
});
grpc.on('session', (session) => session.on('error', () => {}));

const plain = http.createServer((request, response) => {
  bodyOf(request)
    .then((body) => {
      try {
        tally.add(signalOf(request.url), request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
        response.setHeader('content-type', 'application/x-protobuf').end();
      } catch {
        response.writeHead(400).end();
      }
    })
    .catch(() => response.destroy());
});

const listening = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
const [grpcPort, httpPort] = await Promise.all([listening(grpc), listening(plain)]);
process.on('message', ({ id, verb, service }) => {
  if (verb === 'forget') tally.forget(service);
  process.send({ id, counts: tally.counts(service) });
});
process.on('disconnect', () => process.exit(0));
process.send({ grpcPort, httpPort });
