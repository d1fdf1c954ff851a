// OTLP over gRPC: the three Export services, with bodies as raw bytes (grpc-js undoes gzip by itself).
import type * as Grpc from '@grpc/grpc-js';
import type { Server, ServerCredentials, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type * as Net from 'node:net';
import { EXPORT_METHODS, SIGNALS, type Signal } from '../../lib/otlp';
import { exportResponse, GRPC } from './responses';
import { foreignnessOf } from './guard';
import type { Intake } from './intake';
import { portTaken, type Receiver, type ReceiverOptions } from './receiver';

const raw = (value: Buffer): Buffer => value;

/** Starts the gRPC receiver. Rejects with FL_COLLECTOR_LISTEN when the port is taken. */
export async function startGrpcReceiver(
  intake: Intake,
  { host, port, maxRequestBytes, tls }: ReceiverOptions,
): Promise<Receiver> {
  const grpc = require('@grpc/grpc-js') as typeof Grpc;
  // Without channelz, grpc-js 1.14 knows no sessions that forceShutdown could end: it stays enabled.
  const server = new grpc.Server({ 'grpc.max_receive_message_length': maxRequestBytes });

  for (const signal of SIGNALS) {
    const method = {
      path: EXPORT_METHODS[signal],
      requestStream: false,
      responseStream: false,
      requestSerialize: raw,
      requestDeserialize: raw,
      responseSerialize: raw,
      responseDeserialize: raw,
    };
    server.addService(
      { Export: method },
      {
        Export: (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) =>
          void handle(signal, call, answer),
      },
    );
  }

  async function handle(
    signal: Signal,
    call: ServerUnaryCall<Buffer, Buffer>,
    answer: sendUnaryData<Buffer>,
  ): Promise<void> {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(call.metadata.getMap())) headers[name] = String(value);
    const foreign = foreignnessOf({ ...headers, host: call.getHost() }, tls ? 'https' : 'http');
    if (foreign !== undefined) return answer({ code: GRPC.PERMISSION_DENIED, details: foreign });
    const result = await intake.receive(
      { signal, protocol: 'grpc', headers, bytes: call.request.length },
      call.request,
    );
    const trailers = new grpc.Metadata();
    for (const [name, value] of Object.entries(result.headers))
      trailers.set(name, name.endsWith('-bin') ? Buffer.from(value, 'base64') : value);
    if (result.accepted) answer(null, exportResponse(signal, 'protobuf', result.partialSuccess), trailers);
    else answer({ code: result.grpcStatus, details: result.message, metadata: trailers });
  }

  const credentials = tls
    ? grpc.ServerCredentials.createSsl(
        tls.clientCa ?? null,
        [{ private_key: tls.key, cert_chain: tls.cert }],
        tls.clientCa !== undefined,
      )
    : grpc.ServerCredentials.createInsecure();
  await assertFree(host, port);
  const bound = await bind(server, host, port, credentials);
  // Calls under way are cut: closing a collector does not wait for its senders.
  return { port: bound, close: async () => server.forceShutdown() };
}

/** grpc-js writes to stderr when it cannot bind, in words of its own: ask first. */
function assertFree(host: string, port: number): Promise<void> {
  const { createServer } = require('node:net') as typeof Net;
  return new Promise((resolve, reject) => {
    if (port === 0) return resolve();
    const probe = createServer().once('error', (error) => reject(portTaken('gRPC', host, port, error)));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve()));
  });
}

function bind(server: Server, host: string, port: number, credentials: ServerCredentials): Promise<number> {
  const address = host.includes(':') ? `[${host}]` : host;
  return new Promise((resolve, reject) => {
    server.bindAsync(`${address}:${port}`, credentials, (error, bound) => {
      if (!error) return resolve(bound);
      server.forceShutdown();
      reject(portTaken('gRPC', host, port, error));
    });
  });
}
