// OTLP over HTTP: POST /v1/traces, /v1/metrics and /v1/logs, in protobuf or JSON, gzip or deflate.
import type * as Http from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type * as Https from 'node:https';
import type { AddressInfo } from 'node:net';
import { exportResponse, grpcStatusOf, statusResponse } from './responses';
import { BodyRefused, readBody } from './body';
import type { Encoding } from '../decode/decode';
import type { Intake } from './intake';
import { foreignnessOf } from './guard';
import { portTaken, type Receiver, type ReceiverOptions } from './receiver';
import type { Signal } from '../decode/records';

const PATHS: Record<string, Signal | undefined> = {
  '/v1/traces': 'traces',
  '/v1/metrics': 'metrics',
  '/v1/logs': 'logs',
};
const CONTENT_TYPES: Record<Encoding, string> = { protobuf: 'application/x-protobuf', json: 'application/json' };

/** Answers requests that are no OTLP; false if a path is none of its own. */
export type Pages = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** A request that is refused before its body is looked at. */
interface Refusal {
  status: number;
  message: string;
  headers?: Record<string, string>;
}

/** Starts the HTTP receiver. Rejects with FL_COLLECTOR_LISTEN when the port is taken. */
export async function startHttpReceiver(
  intake: Intake,
  options: ReceiverOptions,
  pages: Pages = () => false,
): Promise<Receiver> {
  const server = createServer(
    options,
    (request, response) => void handle(request, response).catch(() => response.destroy()),
  );
  // A sender that stalls in the middle of a body is let go.
  server.requestTimeout = 30_000;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const encoding = encodingOf(request);
    const path = (request.url ?? '').replace(/[?#].*$/, '');
    const signal = Object.hasOwn(PATHS, path) ? PATHS[path] : undefined;
    const foreign = foreignnessOf(request.headers, options.tls ? 'https' : 'http');
    if (foreign === undefined && !signal && pages(request, response, path)) return;
    const refusal = foreign === undefined ? refuse(request, signal, encoding) : { status: 403, message: foreign };
    if (refusal || !signal || !encoding)
      return answerRefusal(response, encoding ?? 'json', refusal ?? { status: 404, message: 'not found' });
    let body: Buffer;
    try {
      body = await readBody(request, options.maxRequestBytes);
    } catch (error) {
      if (!(error instanceof BodyRefused)) throw error;
      return answerRefusal(response, encoding, { status: error.httpStatus, message: error.message });
    }
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const result = await intake.receive({ signal, protocol: `http/${encoding}`, headers, bytes: body.length }, body);
    if (!result.accepted)
      return answerRefusal(response, encoding, {
        status: result.httpStatus,
        message: result.message,
        headers: result.headers,
      });
    answer(
      response,
      result.httpStatus,
      encoding,
      exportResponse(signal, encoding, result.partialSuccess),
      result.headers,
    );
  }

  const port = await listen(server, options);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function encodingOf(request: IncomingMessage): Encoding | undefined {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === CONTENT_TYPES.json) return 'json';
  return type === CONTENT_TYPES.protobuf || type === 'application/protobuf' ? 'protobuf' : undefined;
}

function refuse(
  request: IncomingMessage,
  signal: Signal | undefined,
  encoding: Encoding | undefined,
): Refusal | undefined {
  if (!signal) return { status: 404, message: `no such path: OTLP is received at ${Object.keys(PATHS).join(', ')}` };
  if (request.method !== 'POST')
    return {
      status: 405,
      message: `${request.method} is not allowed: OTLP is sent with POST`,
      headers: { allow: 'POST' },
    };
  if (!encoding)
    return { status: 415, message: `content-type is to be ${CONTENT_TYPES.protobuf} or ${CONTENT_TYPES.json}` };
  return undefined;
}

function answerRefusal(response: ServerResponse, encoding: Encoding, { status, message, headers }: Refusal): void {
  answer(response, status, encoding, statusResponse(grpcStatusOf(status), message, encoding), headers ?? {});
}

/**
 * The connection stays open after a refusal: Node then reads the rest of the body away; a close would reset the sender
 * before it saw the answer.
 */
function answer(
  response: ServerResponse,
  status: number,
  encoding: Encoding,
  body: Buffer,
  headers: Record<string, string>,
): void {
  response.writeHead(status, {
    ...headers,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'content-type': CONTENT_TYPES[encoding],
    'content-length': body.length,
  });
  response.end(body);
}

function createServer({ tls }: ReceiverOptions, listener: RequestListener): Server {
  if (!tls) return (require('node:http') as typeof Http).createServer(listener);
  const { createServer: createTlsServer } = require('node:https') as typeof Https;
  return createTlsServer(
    {
      key: tls.key,
      cert: tls.cert,
      ...(tls.clientCa && { ca: tls.clientCa, requestCert: true, rejectUnauthorized: true }),
    },
    listener,
  );
}

function listen(server: Server, { host, port }: ReceiverOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portTaken('HTTP', host, port, error)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
