// One OTLP export over HTTP/1.1.
import http from 'node:http';
import type { Socket } from 'node:net';
import type { OtlpTarget, Signal } from '../../../lib/config';
import { formatOf } from '../../../lib/export';
import { foreignAnswer } from '../../../lib/export/otlp/response';
import { exportRequest } from './message';
import { Late, type Reply } from './reply';

const LONGEST_MESSAGE = 200;
/** More of a body is not looked at. */
const LONGEST_BODY = 1024 * 1024;
const ACCEPTED = 0;

/** Sends an export request over an open connection. Rejects with Late, or with the error of the connection. */
export function exportHttp(
  socket: Socket,
  signal: Signal,
  { headers, protocol, url }: OtlpTarget,
  userAgent: string,
  timeoutMs: number,
): Promise<Reply> {
  const { pathname, search, host, username, password } = new URL(url);
  const credentials = username
    ? { authorization: basicAuthorization(decodeURIComponent(username), decodeURIComponent(password)) }
    : {};
  const body = exportRequest(signal, protocol);
  const started = performance.now();
  return new Promise<Reply>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Late(`no answer within ${timeoutMs} ms`)), timeoutMs);
    const request = http.request(
      {
        createConnection: () => socket,
        method: 'POST',
        path: pathname + search,
        headers: {
          ...credentials,
          ...headers,
          host,
          'content-type': protocol === 'http/json' ? 'application/json' : 'application/x-protobuf',
          'content-length': body.length,
          'user-agent': userAgent,
          connection: 'close',
        },
      },
      (response) => {
        const {
          statusCode: status = 0,
          headers: { date },
        } = response;
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          if (size < LONGEST_BODY) chunks.push(chunk);
          size += chunk.length;
        });
        response.once('end', () => {
          clearTimeout(timer);
          const type = response.headers['content-type'] ?? '';
          const body = Buffer.concat(chunks);
          const said = body.toString().replace(/\s+/g, ' ').slice(0, LONGEST_MESSAGE);
          const isSuccess = status >= 200 && status < 300;
          resolve({
            code: isSuccess ? ACCEPTED : status,
            message: /^(?:text|application\/json)/.test(type) ? said : (response.statusMessage ?? ''),
            foreign: isSuccess ? foreignAnswer(body, type, formatOf(protocol)) : undefined,
            date,
            ms: performance.now() - started,
          });
        });
      },
    );
    request.once('error', reject).end(body);
  }).finally(() => socket.destroy());
}

function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
