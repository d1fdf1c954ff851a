import { connect, type Socket } from 'node:net';
import type { SignalTarget } from '../protocol';

// The client's half of an HTTP/2 connection preface with empty SETTINGS (RFC 9113, 3.4): any gRPC server answers it at
// once.
const HTTP2_PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const LOOPBACK = /^(?:127\.|::ffff:127\.|::1$)/;

/**
 * Connects once to see whether the collector is there: the first attempt, long before gRPC is loaded. It lets a process
 * end quickly if there is no collector. An accepted connection proves nothing (a kernel accepts for a process that
 * hangs), so it waits for the first byte or, over TLS, for the handshake. Calls `done` once.
 * @param onConnect Called when the connection stands, with how long that took without looking for the name, in ms.
 */
export function probeCollector(
  { protocol, url }: SignalTarget,
  done: (error: Error | undefined) => void,
  onConnect: (roundTripMs: number) => void = () => {},
): void {
  const { protocol: scheme, hostname, port, pathname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const place =
    scheme === 'unix:' ? { path: pathname } : { host, port: Number(port) || (scheme === 'https:' ? 443 : 80) };
  const secure = scheme === 'https:';
  // Only the handshake matters: the exporter checks certificates, with the configured ones.
  const socket: Socket = secure
    ? (require('node:tls') as typeof import('node:tls')).connect({
        ...place,
        rejectUnauthorized: false,
        ALPNProtocols: ['h2', 'http/1.1'],
      })
    : connect(place);
  let started = performance.now();
  socket
    .once('lookup', () => {
      started = performance.now();
    })
    .once('connect', () => onConnect(isFar(socket) ? performance.now() - started : 0));
  const end = (error?: Error) => {
    socket
      .removeAllListeners()
      .on('error', () => {})
      .destroy();
    done(error);
  };
  socket.once('error', end).once('end', () => end());
  if (secure) socket.once('secureConnect', () => end());
  else
    socket
      .once('connect', () =>
        socket.write(
          protocol === 'grpc' ? HTTP2_PREFACE : `HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
        ),
      )
      .once('data', () => end());
}

/**
 * Whether the other end is on another machine, so that the time to connect is a round trip: this machine's kernel
 * accepts at once.
 */
function isFar({ remoteAddress }: Socket): boolean {
  return remoteAddress !== undefined && !LOOPBACK.test(remoteAddress);
}
