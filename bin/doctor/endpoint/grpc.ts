// One OTLP export over gRPC, by Node's own HTTP/2: an exporter would not say at which step it failed, nor show the
// response's headers.
import http2 from 'node:http2';
import type { Socket } from 'node:net';
import type { OtlpTarget, Signal } from '../../../lib/config';
import { EXPORT_METHODS } from '../../../lib/otlp';
import { exportRequest } from './message';
import { Late, type Reply } from './reply';

const OK = 0;
const UNKNOWN = 2;

/** Sends an export request over an open connection. Rejects with Late, or with the error of the connection. */
export function exportGrpc(
  socket: Socket,
  signal: Signal,
  { headers, protocol, url }: OtlpTarget,
  userAgent: string,
  timeoutMs: number,
): Promise<Reply> {
  const authority = url.startsWith('unix:') ? 'http://localhost' : url;
  const session = http2.connect(authority, { createConnection: () => socket });
  const started = performance.now();
  return new Promise<Reply>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Late(`no answer within ${timeoutMs} ms`)), timeoutMs);
    session
      .once('error', reject)
      .once('close', () => reject(new Error('the connection was closed')))
      .once('goaway', (code) => code && reject(new Error(`GOAWAY with code ${code}`)));
    const stream = session.request({
      ...headers,
      ':method': 'POST',
      ':path': EXPORT_METHODS[signal],
      'content-type': 'application/grpc',
      te: 'trailers',
      'user-agent': userAgent,
    });
    let first: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader = {};
    let last: http2.IncomingHttpHeaders = {};
    stream
      .once('response', (response) => {
        first = response;
      })
      .once('trailers', (trailers) => {
        last = trailers;
      })
      .once('error', reject);
    stream.resume().once('end', () => {
      clearTimeout(timer);
      const all = { ...first, ...last } as Record<string, string | undefined>;
      const status = first[':status'] ?? 0;
      // A proxy in between answers in HTTP alone.
      const code = all['grpc-status'] !== undefined ? Number(all['grpc-status']) : status === 200 ? UNKNOWN : status;
      const message = code === OK ? '' : decode(all['grpc-message'] ?? `HTTP ${status}`);
      resolve({ code, message, date: first.date, ms: performance.now() - started });
    });
    const body = exportRequest(signal, protocol);
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(body.length, 1);
    stream.end(Buffer.concat([prefix, body]));
  }).finally(() => {
    session
      .removeAllListeners('close')
      .on('error', () => {})
      .destroy();
  });
}

/** grpc-message is percent-encoded. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
