import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { gzipSync } from 'node:zlib';
import { foreignAnswer, NOT_OTLP, refusalText, retryAfterOf } from './response';

const LONGEST_ANSWER = 4 * 1024 * 1024;

export interface HttpTransportOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly compression: 'gzip' | 'none';
  readonly agent: Agent;
}

type Sent = { status: 'success'; data: Uint8Array } | { status: 'failure'; error: Error };

/**
 * One POST a batch. The exporter package's own transport retries inside one export and does not expose status,
 * `Retry-After` and the number of tries; here each is one try, the queue decides about the next, and the deadline holds
 * for all of it: name, connection, request, answer. Only a connection that the endpoint is closing is replaced at once.
 */
export function createHttpTransport({ url, headers, compression, agent }: HttpTransportOptions): {
  send(bytes: Uint8Array, timeoutMs: number): Promise<Sent>;
  shutdown(): void;
} {
  const { request } = (
    url.startsWith('https:') ? require('node:https') : require('node:http')
  ) as typeof import('node:http');
  const format = headers['Content-Type'] === 'application/json' ? 'json' : 'protobuf';
  const coding: Record<string, string> = compression === 'gzip' ? { 'Content-Encoding': 'gzip' } : {};
  return {
    send(bytes, timeoutMs) {
      // Not the streaming kind: that works on the pool of libuv, which the app may keep busy.
      const body = compression === 'gzip' ? gzipSync(bytes) : bytes;
      const options: RequestOptions = {
        method: 'POST',
        agent,
        headers: { ...headers, ...coding, 'Content-Length': body.byteLength },
      };
      return new Promise((resolve) => {
        const settle = (sent: Sent) => {
          clearTimeout(late);
          resolve(sent);
        };
        const post = (isAgain = false): ClientRequest => {
          const posted = request(url, options, (answer) => void read(answer, format).then(settle));
          posted.on('error', (error: NodeJS.ErrnoException) => {
            // The endpoint was closing the connection, as after a 413, and cannot have got all of the request.
            if (posted.reusedSocket && error.code === 'EPIPE' && !isAgain) outgoing = post(true);
            else settle({ status: 'failure', error });
          });
          posted.end(body);
          return posted;
        };
        let outgoing = post();
        const late = setTimeout(
          () => outgoing.destroy(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'ETIMEDOUT' })),
          timeoutMs,
        );
      });
    },
    shutdown: () => agent.destroy(),
  };
}

/** A success whose body breaks off is a success: the data has been taken. */
async function read(answer: IncomingMessage, format: 'protobuf' | 'json'): Promise<Sent> {
  const status = answer.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let size = 0;
  let isWhole = true;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > LONGEST_ANSWER) throw new RangeError('too long');
      chunks.push(chunk);
    }
  } catch {
    // The status is enough.
    isWhole = false;
  }
  const body = isWhole ? Buffer.concat(chunks) : Buffer.alloc(0);
  const type = answer.headers['content-type'] ?? '';
  if (status >= 200 && status < 300) {
    const foreign = foreignAnswer(answer.headers['content-encoding'] ? Buffer.alloc(0) : body, type, format);
    if (foreign === undefined) return { status: 'success', data: body };
    return { status: 'failure', error: Object.assign(new Error(`HTTP ${status} ${foreign}`), { code: NOT_OTLP }) };
  }
  const text = [answer.statusMessage, refusalText(body, type)].filter(Boolean).join(': ');
  return {
    status: 'failure',
    error: Object.assign(new Error(text), { code: status, retryAfterMs: retryAfterOf(answer.headers['retry-after']) }),
  };
}
