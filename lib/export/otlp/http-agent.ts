import type { Agent } from 'node:http';
import { readPem } from '../queue/batch';
import type { SignalTarget } from '../protocol';
import { proxyEnvironment } from './proxies';

/** What is needed of a target for a connection over HTTP. */
export type HttpTarget = Pick<SignalTarget, 'url' | 'certificate' | 'clientCertificate' | 'clientKey' | 'files'>;

/**
 * The agent of one connection over HTTP: TLS by the target's files as they are now, and proxies as Node.js itself has
 * them. Throws if a file cannot be read, or if a proxy's URL is none.
 */
export function createAgent(target: HttpTarget): Agent {
  const { url, certificate, clientKey, clientCertificate, files } = target;
  const { Agent: AgentClass } = (
    url.startsWith('https:') ? require('node:https') : require('node:http')
  ) as typeof import('node:https');
  return new AgentClass({
    keepAlive: true,
    ...(url.startsWith('https:') && {
      ca: readPem(certificate, files),
      key: readPem(clientKey, files),
      cert: readPem(clientCertificate, files),
    }),
    // Not in the types of Node.js 20, which has no proxies.
    ...({ proxyEnv: proxyEnvironment() } as object),
  });
}
