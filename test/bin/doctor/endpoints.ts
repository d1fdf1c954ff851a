// Endpoints for the doctor's tests: collectors with and without TLS, servers that answer something else.
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { after } from 'node:test';
import { startCollector, type Collector, type CollectorOptions } from '../../../collector';
import { temporaryFolder } from '../../support';
import { createAuthority, read } from './authority';

const closers: (() => unknown)[] = [];
after(() => Promise.all(closers.map((close) => close())));

export const { key, cert, sign } = createAuthority();
export const client = sign('client');
export const stranger = createAuthority();
export const folder = temporaryFolder({ 'nonsense.pem': 'no certificate' });

export async function collect(options: CollectorOptions = {}): Promise<Collector> {
  const collector = await startCollector(options);
  closers.push(() => collector.close());
  return collector;
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers every request so, in HTTP. */
export const answering = (status: number, headers: Record<string, string> = {}): Promise<string> =>
  listen(
    createServer((request, response) => {
      request.resume().once('end', () => response.writeHead(status, { ...headers, connection: 'close' }).end());
    }),
  );

export const grpc = ({ grpcPort }: Collector, scheme = 'http'): string => `${scheme}://localhost:${grpcPort}`;
export const http = ({ httpPort }: Collector, scheme = 'http'): string => `${scheme}://localhost:${httpPort}`;
export const HTTP = { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' };
export const GRPC = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
export const TRUSTS = { OTEL_EXPORTER_OTLP_CERTIFICATE: cert };
export const SOON = { OTEL_EXPORTER_OTLP_TIMEOUT: '700' };
export const secure = () => collect({ tls: read({ key, cert }) });
export const mutual = () => collect({ tls: { ...read({ key, cert }), clientCa: read({ key, cert }).cert } });

/** The environment that names an endpoint. */
export const to = (endpoint: string, ...more: Record<string, string>[]): Record<string, string> =>
  Object.assign({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, ...more) as Record<string, string>;
