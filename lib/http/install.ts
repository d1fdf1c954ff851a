import type { IncomingMessage } from 'node:http';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { enterContext, NO_CONTEXT, runInContext } from '../context';
import { type RequestConfig, createArrival } from './server/arrival';
import { listen, type Messages } from './channels';
import { ofServer } from './captured-headers';
import { bindConnection, installConnections } from './server/connections';
import { createEcho, installEcho } from './server/echo';
import { type Exchange, exchangeOf, registerExchange } from './server/exchange';
import { installFastifyUsers } from './routes/fastify';
import { createStreamServer } from './server/http2';
import { createRequestLines, type RequestLogger } from './lines';
import { installMessageEvents } from './server/messages';
import { endWithSocket } from './server/pipeline';
import { createServerWatch, type EmitWatcher } from './server/servers';
import { serveUpgrade } from './server/upgrade';
import { isMetricsServer } from '../telemetry';

export interface RequestOptions {
  config: RequestConfig;
  logger: RequestLogger;
  /** Whether requests of http2 and upgrades get a server span; others are those of HttpTracing. Default false. */
  spans?: boolean;
}

/** Request contexts, IDs and lines of this process. */
export interface Requests {
  /** The modules whose classes are patched once they are loaded. */
  readonly modules: readonly string[];
  /** To be called when one of them is loaded; done at the latest when the first connection comes. */
  patch(): void;
  /** Requests that are running keep their context and still get their end line. */
  undo(): void;
}

/**
 * Gives every request served by node:http, node:https and node:http2 a context and an ID, echoes the ID, and writes the
 * start and end lines. Needs no OpenTelemetry SDK; with one, createHttpHooks() adds trace IDs and routes. `node:http`
 * is not loaded for it: an app that never loads it must not pay for it.
 */
export function installRequests({ config, logger, spans = false }: RequestOptions): Requests {
  const arrive = createArrival(config, createRequestLines(logger, config.FIRSTLIGHT_REQUEST_LOG));
  const echo = createEcho(
    config.FIRSTLIGHT_REQUEST_ID_ECHO ? config.FIRSTLIGHT_REQUEST_ID_HEADER : undefined,
    spans ? config.FIRSTLIGHT_TRACE_RESPONSE : [],
  );
  const captured = ofServer(config);

  const streams = createStreamServer({ arrive, echo, captured, spans });

  const servers = createServerWatch(
    (kind, traced): EmitWatcher =>
      (event, args, proceed) => {
        if (event === 'request' || event === 'checkContinue' || event === 'checkExpectation') {
          // If HttpTracing makes a span, it writes the start line, inside the span.
          if (!(traced && event === 'request')) findExchange(args[1] as object, args[2] as object)?.start();
        } else if (kind === 'http' && (event === 'upgrade' || event === 'connect')) {
          const [, request, socket] = args as [unknown, IncomingMessage, Duplex];
          return serveUpgrade({ arrive, spans, captured, request, socket, proceed });
        } else if (OF_THE_SERVER.has(event)) {
          return runInContext(NO_CONTEXT, proceed);
        } else if (kind === 'http2' && event === 'stream') {
          return streams.serve(args[1] as ServerHttp2Stream, args[2] as IncomingHttpHeaders, proceed);
        }
        return proceed();
      },
    () => requests.patch(),
  );

  const undos = [
    installFastifyUsers(),
    installConnections(),
    listen('net.server.socket', ({ socket }) => servers.watch(socket.server)),
    listen('http.server.request.start', (message) => {
      servers.watch(message.server);
      const isOwn = isMetricsServer(message.server);
      enterExchange(arrive({ ...describe(message.request), subject: message.request, isOwn }), message);
    }),
    servers.undo,
    streams.undo,
  ];
  let patched = false;
  const requests: Requests = {
    modules: ['http', 'https'],
    patch() {
      if (patched) return;
      patched = true;
      undos.push(installMessageEvents(), echo === undefined ? () => {} : installEcho(echo));
    },
    undo() {
      patched = true;
      for (const undo of undos.splice(0).reverse()) undo();
    },
  };
  return requests;
}

/**
 * Events of a connection or of the server belong to no request; on Node.js 20 and 22 they would belong to the last one.
 */
const OF_THE_SERVER: ReadonlySet<unknown> = new Set([
  'clientError',
  'dropRequest',
  'timeout',
  'tlsClientError',
  'connection',
  'secureConnection',
]);

/** The exchange of a request; one of http2's compatibility API is known by its stream until now. */
function findExchange(request: object, response: object): Exchange | undefined {
  const known = exchangeOf(request);
  if (known !== undefined) return known;
  const exchange = exchangeOf((request as { stream?: object }).stream ?? request);
  if (exchange === undefined) return undefined;
  registerExchange(exchange, request, response);
  exchange.subject = request;
  return exchange;
}

function describe(request: IncomingMessage): {
  method: string | undefined;
  target: string | undefined;
  headers: Record<string, unknown>;
} {
  return { method: request.method, target: request.url, headers: request.headers };
}

function enterExchange(exchange: Exchange, { request, response, socket }: Messages['http.server.request.start']): void {
  registerExchange(exchange, request, response);
  bindConnection(socket, NO_CONTEXT);
  enterContext(exchange.context);
  if (socket._httpMessage) endWithSocket(exchange, response, socket);
}
