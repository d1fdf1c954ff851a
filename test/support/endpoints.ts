import { Server, ServerCredentials } from '@grpc/grpc-js';
import { createServer, type Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { type Reply, startCollector } from '../../collector';

/** Stand-ins for collectors that fail. Each is closed at the latest when the test file ends. */
export interface Endpoint {
  url: string;
  /** Connections, or requests of the implemented signal, so far. */
  seen(): number;
}

const closers: (() => void)[] = [];
after(() => {
  for (const close of closers) close();
});

/** A port of this machine on which nothing listens. */
export async function refusingEndpoint(): Promise<Endpoint> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return { url: `http://127.0.0.1:${port}`, seen: () => 0 };
}

/** Accepts every connection, reads nothing and never answers. */
export async function blackHole(): Promise<Endpoint> {
  const sockets: Socket[] = [];
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.push(socket.on('error', () => {}));
  });
  const port = await listen(server);
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { url: `http://127.0.0.1:${port}`, seen: () => sockets.length };
}

/** Like Jaeger: a gRPC server that takes traces and answers UNIMPLEMENTED to logs and metrics. */
export async function tracesOnly(): Promise<Endpoint> {
  let requests = 0;
  const server = new Server();
  const bytes = {
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
  server.addService(
    { export: { path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export', ...bytes } },
    {
      export: (_call: unknown, answer: (error: null, value: Buffer) => void) => {
        requests += 1;
        answer(null, Buffer.alloc(0));
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  closers.push(() => server.forceShutdown());
  return { url: `http://127.0.0.1:${port}`, seen: () => requests };
}

/** A gRPC collector that gives every request the same answer. */
export async function answering(reply: Reply): Promise<Endpoint> {
  const collector = await startCollector({ respond: () => reply });
  closers.push(() => void collector.close());
  return { url: `http://127.0.0.1:${collector.grpcPort}`, seen: () => collector.requests.length };
}

/** A gRPC collector whose certificate no one vouches for. */
export async function untrusted(): Promise<Endpoint> {
  const pem = (name: string) => readFileSync(join(__dirname, '..', 'fixtures', 'frameworks', `localhost-${name}.pem`));
  const collector = await startCollector({ tls: { key: pem('key'), cert: pem('cert') } });
  closers.push(() => void collector.close());
  return { url: `https://localhost:${collector.grpcPort}`, seen: () => 0 };
}

/** A host that does not exist (RFC 2606). */
export async function nowhere(): Promise<Endpoint> {
  return { url: 'http://collector.invalid:4317', seen: () => 0 };
}

const same = (value: Buffer) => value;

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}
