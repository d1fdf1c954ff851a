// The embedded OTLP receiver: gRPC and HTTP on loopback, into one bounded store. It never contains an OpenTelemetry
// SDK.
import { FirstlightError } from '../lib/errors';
import { startGrpcReceiver } from './receive/grpc';
import { startHttpReceiver } from './receive/http';
import { createIntake, type ReceivedRequest, type Respond } from './receive/intake';
import { isLoopback } from '../lib/loopback';
import type { TlsOptions } from './receive/receiver';
import { createStore, type Store, type StoreInlet } from './store/store';
import { startViewer, type McpServer } from './viewer';
import type { Prices } from './viewer/ai';

export interface CollectorOptions {
  /** A loopback address; default 127.0.0.1. */
  host?: string;
  /** Default 0: a free port. The customary one is 4317. */
  grpcPort?: number;
  /** Default 0: a free port. The customary one is 4318. */
  httpPort?: number;
  /** Bound of the store in bytes, by estimate; default 64 MiB. The oldest records leave first. */
  maxBytes?: number;
  /** Bound of one request in bytes, before and after decompression; default 16 MiB. */
  maxRequestBytes?: number;
  /** The folder of the built page, which the HTTP receiver then shows; without it there is none. */
  pageFolder?: string;
  /** The name of the saved session that the page shows, if it is none that goes on. */
  sessionName?: string;
  /** What a million tokens of each model cost. */
  prices?: Prices;
  /** Loads the server of the Model Context Protocol, which is then at /mcp beside the page. */
  mcp?: () => McpServer;
  /** Both receivers use TLS. */
  tls?: TlsOptions;
  /** Lets tests answer as a faulty or slow collector would. */
  respond?: Respond;
}

export interface Collector {
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly store: Store & StoreInlet;
  /** Where the page is; undefined without one. */
  readonly pageUrl?: string;
  /** The newest export requests (at most 1,000), refused ones included: how they came and with which headers. */
  readonly requests: readonly ReceivedRequest[];
  /** Stops listening and cuts every connection; the store stays readable. */
  close(): Promise<void>;
}

/**
 * Starts a collector.
 *
 * @throws FirstlightError FL_COLLECTOR_LISTEN when a port is taken or the host is not a loopback address.
 */
export async function startCollector(options: CollectorOptions = {}): Promise<Collector> {
  const {
    host = '127.0.0.1',
    grpcPort = 0,
    httpPort = 0,
    maxBytes = 64 * 1024 * 1024,
    maxRequestBytes = 16 * 1024 * 1024,
    tls,
    respond,
    pageFolder,
    sessionName,
    mcp,
    prices,
  } = options;
  if (!isLoopback(host) || host.startsWith('[')) {
    throw new FirstlightError(
      'FL_COLLECTOR_LISTEN',
      `host: expected a loopback address such as 127.0.0.1, received ${host}`,
    );
  }
  const store = createStore(maxBytes);
  const intake = createIntake(store, respond);
  const common = { host, maxRequestBytes, ...(tls && { tls }) };
  const grpc = await startGrpcReceiver(intake, { ...common, port: grpcPort });
  const viewer =
    pageFolder === undefined ? undefined : startViewer(store, pageFolder, { file: sessionName, mcp, prices });
  const http = await startHttpReceiver(intake, { ...common, port: httpPort }, viewer?.handle).catch(
    async (error: unknown) => {
      viewer?.close();
      await grpc.close();
      throw error;
    },
  );
  return {
    grpcPort: grpc.port,
    httpPort: http.port,
    store,
    ...(viewer && { pageUrl: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${http.port}/` }),
    requests: intake.requests,
    async close() {
      intake.close();
      viewer?.close();
      await Promise.all([grpc.close(), http.close()]);
    },
  };
}
