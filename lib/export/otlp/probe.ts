import type * as Http from 'node:http';
import { connect, type Socket } from 'node:net';
import type * as Tls from 'node:tls';
import type { SignalTarget } from '../protocol';
import { createAgent } from './http-agent';
import { grpcProxyOf, proxyEnvironment, type GrpcProxy } from './proxies';

// The client's half of an HTTP/2 connection preface with empty SETTINGS (RFC 9113, 3.4): any gRPC server answers it at
// once.
const HTTP2_PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const LOOPBACK = /^(?:127\.|::ffff:127\.|::1$)/;

type Done = (error: Error | undefined) => void;

/**
 * Connects once to see whether the collector is there: the first attempt, long before gRPC is loaded. It lets a process
 * end quickly if there is no collector. An accepted connection proves nothing (a kernel accepts for a process that
 * hangs), so it waits for the first byte or, over TLS, for the handshake. It goes through a proxy if the data does.
 * Calls `done` once.
 * @param onConnect Called when the connection stands, with how long that took without looking for the name, in ms.
 */
export function probeCollector(
  target: SignalTarget,
  done: Done,
  onConnect: (roundTripMs: number) => void = () => {},
): void {
  const { protocol, url } = target;
  const { protocol: scheme, hostname, port, pathname } = new URL(url);
  if (protocol !== 'grpc' && proxyEnvironment()) return probeByRequest(target, done);
  const host = hostname.replace(/^\[|\]$/g, '');
  const place =
    scheme === 'unix:' ? { path: pathname } : { host, port: Number(port) || (scheme === 'https:' ? 443 : 80) };
  const secure = scheme === 'https:';
  const proxy = protocol === 'grpc' && scheme !== 'unix:' ? grpcProxyOf(host) : undefined;
  // Only the handshake matters: the exporter checks certificates, with the configured ones.
  const handshake = (over: object): Socket =>
    (require('node:tls') as typeof Tls).connect({
      ...over,
      rejectUnauthorized: false,
      ALPNProtocols: ['h2', 'http/1.1'],
    });
  let isOver = false;
  const end = (socket: Socket, error?: Error): void => {
    socket
      .removeAllListeners()
      .on('error', () => {})
      .destroy();
    if (!isOver) done(error);
    isOver = true;
  };
  const follow = (socket: Socket): Socket =>
    socket.once('error', (error) => end(socket, error)).once('end', () => end(socket));
  const speak = (socket: Socket): void => {
    socket.once('data', () => end(socket));
    socket.write(protocol === 'grpc' ? HTTP2_PREFACE : `HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  };
  const ready = (socket: Socket): void => {
    if (!secure) speak(socket);
    else {
      const over = follow(handshake({ socket, ...(/[a-z]/i.test(host) && { servername: host }) }));
      over.once('secureConnect', () => end(over));
    }
  };
  const socket = follow(
    proxy ? connect({ host: proxy.host, port: proxy.port }) : secure ? handshake(place) : connect(place),
  );
  let started = performance.now();
  socket
    .once('lookup', () => {
      started = performance.now();
    })
    .once('connect', () => onConnect(isFar(socket) ? performance.now() - started : 0));
  if (proxy) socket.once('connect', () => askProxy(socket, `${host}:${place.port!}`, proxy, ready, end));
  else if (secure) socket.once('secureConnect', () => end(socket));
  else socket.once('connect', () => speak(socket));
}

/** Asks a proxy for a connection; what it refuses is no error of the way to it. */
function askProxy(
  socket: Socket,
  authority: string,
  { authorization }: GrpcProxy,
  ready: (socket: Socket) => void,
  end: (socket: Socket, error?: Error) => void,
): void {
  socket.once('data', (answer) => {
    const [line = ''] = answer.toString('latin1').split('\r\n', 1);
    if (/^HTTP\/1\.\d 200/.test(line)) ready(socket);
    else end(socket, new Error(`the proxy answers ${line.slice(0, 80)}`));
  });
  const credentials = authorization ? `Proxy-Authorization: ${authorization}\r\n` : '';
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credentials}\r\n`);
}

/** Sends a request by the agent that data is sent by, which alone knows whether a proxy is in the way. */
function probeByRequest(target: SignalTarget, done: Done): void {
  try {
    const agent = createAgent(target);
    const { request } = (target.url.startsWith('https:') ? require('node:https') : require('node:http')) as typeof Http;
    const end = (error?: Error): void => {
      agent.destroy();
      done(error);
    };
    request(target.url, { method: 'HEAD', agent }, (answer) => {
      answer.resume();
      end();
    })
      .once('error', end)
      .end();
  } catch (error) {
    done(error as Error);
  }
}

/**
 * Whether the other end is on another machine, so that the time to connect is a round trip: this machine's kernel
 * accepts at once.
 */
function isFar({ remoteAddress }: Socket): boolean {
  return remoteAddress !== undefined && !LOOPBACK.test(remoteAddress);
}
