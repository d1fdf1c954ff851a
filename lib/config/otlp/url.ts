import { isLoopback } from '../../loopback';
import type { Address } from '../parsers/endpoint';
import type { Protocol } from '../table/otlp';
import type { Signal } from '../types';

/** The registered ports of OTLP. */
export const GRPC_PORT = 4317;
export const HTTP_PORT = 4318;

/** The end of a URL that names one signal. */
export const SIGNAL_PATH = /\/v1\/(traces|metrics|logs)\/?$/;

/** The protocol if none is set: what the port or the path of the endpoint says, else gRPC. */
export const inferProtocol = (address: Address): Protocol =>
  address.scheme !== 'unix' && (address.port === HTTP_PORT || /\/v1(\/|$)/.test(pathOf(address)))
    ? 'http/protobuf'
    : 'grpc';

/**
 * Whether to go without TLS: the scheme says so, or if there is none, INSECURE. Loopback never leaves the machine and
 * hardly ever has a certificate, so `localhost:4317` means what people mean by it.
 */
export const isInsecure = (address: Address, wanted: boolean | undefined): boolean =>
  address.scheme ? address.scheme !== 'https' : (wanted ?? isLoopback(address.host));

export const pathOf = (address: Address): string => address.path.split('?')[0]!;

/** The port is always written out: gRPC takes 443 for any host without one, even without TLS. */
export function grpcUrl(address: Address, insecure: boolean): string {
  if (address.scheme === 'unix') return `unix://${address.path}`;
  const port = address.port ?? (address.scheme === 'https' ? 443 : GRPC_PORT);
  return `${insecure ? 'http' : 'https'}://${address.host}:${port}`;
}

/**
 * A signal's `own` endpoint is used as it is. To one for all signals `/v1/<signal>` is appended, instead of the path of
 * a signal if it has one by mistake. A Unix socket has no URL; the default takes its place, so that there is one.
 */
export function httpUrl(address: Address, insecure: boolean, own: boolean, signal: Signal): string {
  if (address.scheme === 'unix') return `http://localhost:${HTTP_PORT}/v1/${signal}`;
  const path = pathOf(address);
  const query = address.path.slice(path.length);
  const full = own ? path || '/' : `${path.replace(SIGNAL_PATH, '').replace(/\/+$/, '')}/v1/${signal}`;
  const port = address.port ?? (address.scheme ? undefined : HTTP_PORT);
  const user = address.userinfo ? `${address.userinfo}@` : '';
  const authority = `${user}${address.host}${port === undefined ? '' : `:${port}`}`;
  return `${insecure ? 'http' : 'https'}://${authority}${full}${query}`;
}
