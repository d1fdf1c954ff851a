// Where an endpoint is, and how to get a connection to it.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import type { OtlpTarget } from '../../../lib/config';

export interface Place {
  /** A name, an address without brackets, or empty for a socket file. */
  readonly host: string;
  readonly connect: net.TcpNetConnectOpts | net.IpcNetConnectOpts;
  readonly isSecure: boolean;
  /** For people: `host:port` or the path of the socket. */
  readonly text: string;
}

export function placeOf({ url }: OtlpTarget): Place {
  const { protocol, hostname, port, pathname } = new URL(url);
  if (protocol === 'unix:') return { host: '', connect: { path: pathname }, isSecure: false, text: pathname };
  const host = hostname.replace(/^\[|\]$/g, '');
  const number = Number(port) || (protocol === 'https:' ? 443 : 80);
  return { host, connect: { host, port: number }, isSecure: protocol === 'https:', text: `${hostname}:${number}` };
}

/** The certificates of a target. @throws if a file cannot be read or is no PEM. */
export function secureContext({ certificate, clientCertificate, clientKey }: OtlpTarget): tls.SecureContext {
  const read = (file: string | undefined): Buffer | undefined => (file === undefined ? undefined : readFileSync(file));
  // OpenSSL takes a file without any certificate in it for an authority that signed nothing.
  if (certificate !== undefined) new X509Certificate(readFileSync(certificate));
  return tls.createSecureContext({ ca: read(certificate), cert: read(clientCertificate), key: read(clientKey) });
}

/** Opens a connection, without or with TLS; the promise is for its handshake. */
export function open(
  place: Place,
  {
    context,
    alpn,
    timeoutMs,
    trusting = false,
  }: { context?: tls.SecureContext; alpn?: string[]; timeoutMs: number; trusting?: boolean },
): Promise<net.Socket | tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const servername = net.isIP(place.host) || place.host === '' ? undefined : place.host;
    const socket = context
      ? tls.connect({
          ...place.connect,
          secureContext: context,
          servername,
          ALPNProtocols: alpn,
          rejectUnauthorized: !trusting,
        })
      : net.connect(place.connect);
    const timer = setTimeout(
      () => fail(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'ETIMEDOUT' })),
      timeoutMs,
    );
    const fail = (error: Error): void => {
      clearTimeout(timer);
      socket.on('error', () => {}).destroy();
      reject(error);
    };
    socket
      .once('error', fail)
      .once('close', () => fail(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' })));
    socket.once(context ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket
        .removeAllListeners('error')
        .removeAllListeners('close')
        .on('error', () => {});
      resolve(socket);
    });
  });
}
