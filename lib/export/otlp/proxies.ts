// Proxies of the environment, as Node.js and gRPC have them.
import { BlockList, isIPv4 } from 'node:net';
import { readEnvironment } from '../../config/environment';
import { isLoopback } from '../../loopback';
import type { SignalTarget } from '../protocol';

/**
 * The variables that gRPC reads, the first that is set:
 * https://github.com/grpc/grpc/blob/master/doc/environment_variables.md
 */
const GRPC_PROXIES = ['grpc_proxy', 'https_proxy', 'http_proxy'] as const;
const ENV_PROXY_FLAG = '--use-env-proxy';
const ENV_PROXY = 'NODE_USE_ENV_PROXY';

/** A proxy of gRPC's. */
export interface GrpcProxy {
  readonly host: string;
  readonly port: number;
  /** The value of the header Proxy-Authorization. */
  readonly authorization?: string;
}

/** The `proxyEnv` of an agent over HTTP: undefined unless Node.js was asked to follow such variables. */
export const proxyEnvironment = (environment = readEnvironment()): NodeJS.ProcessEnv | undefined =>
  environment[ENV_PROXY] === '1' ? environment : undefined;

/** An environment for exporters, and what is wrong with the proxies in it. */
export interface ExporterEnvironment {
  readonly environment: NodeJS.ProcessEnv;
  /** The variable whose value is no proxy that gRPC can use. */
  readonly unusable?: string;
}

/**
 * The environment for the exporters: without what would start a preload or override the resolved settings; with a flag
 * of Node.js as the variable that says the same. gRPC never sends loopback through a proxy, and meets none that it
 * cannot use: it would print that, in no JSON, each time that it connects.
 */
export function exporterEnvironment(
  environment: NodeJS.ProcessEnv,
  targets: readonly Pick<SignalTarget, 'protocol' | 'url'>[],
): ExporterEnvironment {
  const kept = Object.fromEntries(
    Object.entries(environment).filter(([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('OTEL_')),
  );
  if (`${environment.NODE_OPTIONS} ${process.execArgv.join(' ')}`.includes(ENV_PROXY_FLAG)) kept[ENV_PROXY] = '1';
  const hosts = targets
    .filter(({ protocol, url }) => protocol === 'grpc' && !url.startsWith('unix:'))
    .map(({ url }) => new URL(url).hostname.replace(/^\[|\]$/g, ''));
  const name = hosts.length > 0 ? GRPC_PROXIES.find((each) => kept[each]) : undefined;
  if (name === undefined) return { environment: kept };
  if (proxyFrom(kept[name]!) === undefined) {
    for (const each of GRPC_PROXIES) delete kept[each];
    return { environment: kept, unusable: name };
  }
  // An empty entry would stand for every host.
  const excluded = [...excludedHosts(kept), ...hosts.filter(isLoopback)].filter((host) => host !== '');
  return { environment: { ...kept, ...(excluded.length > 0 && { no_grpc_proxy: excluded.join(',') }) } };
}

/** The proxy through which gRPC connects to a host; undefined if it connects to it itself. */
export function grpcProxyOf(host: string, environment = readEnvironment()): GrpcProxy | undefined {
  const name = GRPC_PROXIES.find((each) => environment[each]);
  if (name === undefined || excludedHosts(environment).some((entry) => isExcluded(host, entry))) return undefined;
  return proxyFrom(environment[name]!);
}

const excludedHosts = ({ no_grpc_proxy: grpc, no_proxy: general }: NodeJS.ProcessEnv): string[] =>
  (grpc || general)?.split(',') ?? [];

function isExcluded(host: string, entry: string): boolean {
  const [address = '', prefix] = entry.split('/');
  if (prefix === undefined || !isIPv4(host) || !isIPv4(address)) return host.endsWith(entry);
  const subnet = new BlockList();
  subnet.addSubnet(address, Math.min(32, Number(prefix) || 0), 'ipv4');
  return subnet.check(host);
}

/** Undefined if gRPC cannot use it: it connects to proxies without TLS. */
function proxyFrom(text: string): GrpcProxy | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(text);
  if (protocol !== 'http:') return undefined;
  const user = decodeURIComponent(password ? `${username}:${password}` : username);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || 80,
    ...(user && { authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
  };
}
