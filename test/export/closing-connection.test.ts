// A kept connection that the endpoint is closing when the next request is written to it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { createHttpTransport } from '../../lib/export/otlp/http-transport';

const requests: number[] = [];
const server = createServer((request, response) => {
  let size = 0;
  request.on('data', (chunk: Buffer) => (size += chunk.length));
  request.on('end', () => {
    requests.push(size);
    response.setHeader('content-type', 'application/x-protobuf');
    response.end();
  });
});
after(() => server.close());

/** Connections on which the first request works, and each later one fails as it is written. */
class ClosingAgent extends Agent {
  readonly opened: Socket[] = [];

  constructor(private readonly code: string) {
    super({ keepAlive: true });
  }

  override createConnection(options: { port: number }): Socket {
    const socket = connect(options.port, '127.0.0.1');
    const write = socket._write.bind(socket);
    const writev = socket._writev?.bind(socket);
    const isOld = () => requests.length > 0 && this.opened[0] === socket;
    const fail = (callback: (error: Error) => void) => callback(Object.assign(new Error('write'), { code: this.code }));
    socket._write = (chunk, encoding, callback) => (isOld() ? fail(callback) : write(chunk, encoding, callback));
    if (writev) socket._writev = (chunks, callback) => (isOld() ? fail(callback) : writev(chunks, callback));
    this.opened.push(socket);
    return socket;
  }
}

for (const [code, status] of [
  ['EPIPE', 'success'],
  // All of it may have arrived: the queue decides, and counts.
  ['ECONNRESET', 'failure'],
] as const)
  test(`${code}: ${status === 'success' ? 'it goes on a new one at once' : 'the queue hears of it'}`, async () => {
    requests.length = 0;
    if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
    const agent = new ClosingAgent(code);
    const { send, shutdown } = createHttpTransport({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
      headers: { 'Content-Type': 'application/x-protobuf' },
      compression: 'none',
      agent,
    });
    assert.equal((await send(Buffer.alloc(10), 5_000)).status, 'success');
    assert.equal((await send(Buffer.alloc(20), 5_000)).status, status);
    assert.deepEqual(requests, status === 'success' ? [10, 20] : [10]);
    assert.equal(agent.opened.length, status === 'success' ? 2 : 1);
    shutdown();
  });
