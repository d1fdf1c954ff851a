// What the gRPC and the HTTP receiver have in common.
import { FirstlightError } from '../../lib/errors';

/** PEM contents for a receiver that uses TLS. */
export interface TlsOptions {
  key: Buffer;
  cert: Buffer;
  /** Senders must show a certificate of this authority (mutual TLS). */
  clientCa?: Buffer;
}

export interface ReceiverOptions {
  /** A loopback address. */
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** Larger bodies, before or after decompression, are refused. */
  maxRequestBytes: number;
  tls?: TlsOptions;
}

export interface Receiver {
  port: number;
  close(): Promise<void>;
}

/** The error of a port that is not free; its message names protocol, address and reason. */
export function portTaken(protocol: 'gRPC' | 'HTTP', host: string, port: number, cause: Error): FirstlightError {
  return new FirstlightError('FL_COLLECTOR_LISTEN', `${protocol} on ${host}:${port}: ${cause.message}`, cause);
}
