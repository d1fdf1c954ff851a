import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { runInContext } from '../../context';
import type { Arrival } from './arrival';
import type { CapturedHeaders } from '../captured-headers';
import { echoedHeaders, withHeader, type Echo } from './echo';
import { type Exchange, exchangeOf, registerExchange } from './exchange';
import { emitWithin } from './messages';
import { patchMethod } from '../patch';
import { startServerSpan, type ServerSpan } from './server-span';

export interface StreamOptions {
  arrive: Arrival;
  /** What responses carry; undefined for nothing. */
  echo: Echo | undefined;
  /** Headers that become attributes of the server span. */
  captured: CapturedHeaders;
  /** Whether to make a server span. */
  spans: boolean;
}

/** Serves http2 requests; see createStreamServer. */
export interface StreamServer {
  /** Serves a server's `stream` event; `proceed` emits it to the app. */
  serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, proceed: () => unknown): unknown;
  undo(): void;
}

/**
 * Serves the `stream` event of http2 servers, which is what the compatibility API builds its `request` on: one place
 * for both. gRPC calls get a context and the echo only: their status is in trailers, so a line that says 200 would
 * mislead, and their spans are instrumentation-grpc's.
 */
export function createStreamServer({ arrive, echo, captured, spans }: StreamOptions): StreamServer {
  const tracedStreams = new WeakMap<Exchange, ServerSpan>();
  const prepared = new WeakSet<object>();
  const undos: (() => void)[] = [];

  /** Patches the class of server streams when its first instance shows up: nothing else gives access to it. */
  function prepare(prototype: object): void {
    if (prepared.has(prototype)) return;
    prepared.add(prototype);
    undos.push(
      patchMethod(
        prototype,
        'emit',
        (original) =>
          function (this: ServerHttp2Stream, ...args) {
            const exchange = exchangeOf(this);
            if (exchange !== undefined && args[0] === 'close') {
              const statusCode = this.sentHeaders?.[':status'] as number | undefined;
              exchange.end({ statusCode, aborted: this.aborted || !this.writableFinished });
              tracedStreams.get(exchange)?.finish(statusCode, this.sentHeaders);
            }
            const emission = (): unknown => original.apply(this, args);
            return exchange === undefined ? emission() : emitWithin(exchange, emission);
          },
      ),
    );
    // Each of them writes the response headers, its argument at `at`.
    for (const [name, at] of [
      ['respond', 0],
      ['respondWithFD', 1],
      ['respondWithFile', 1],
    ] as const) {
      if (echo === undefined) continue;
      undos.push(
        patchMethod(
          prototype,
          name,
          (original) =>
            function (this: ServerHttp2Stream, ...args) {
              const exchange = exchangeOf(this);
              for (const header of exchange === undefined ? [] : echoedHeaders(exchange.record, echo))
                args[at] = withHeader(args[at] ?? {}, header);
              return original.apply(this, args);
            },
        ),
      );
    }
  }

  return {
    serve(stream, headers, proceed) {
      prepare(Object.getPrototypeOf(stream) as object);
      const exchange = arrive({
        method: headers[':method'] as string | undefined,
        target: headers[':path'] as string | undefined,
        headers,
        subject: stream,
      });
      registerExchange(exchange, stream);
      return runInContext(exchange.context, () => {
        if (String(headers['content-type']).startsWith('application/grpc')) {
          exchange.silence();
          return proceed();
        }
        const span = spans
          ? startServerSpan(exchange, {
              headers,
              socket: stream.session?.socket,
              scheme: headers[':scheme'] ?? 'https',
              authority: headers[':authority'] ?? headers.host,
              version: '2',
              captured,
            })
          : undefined;
        if (span !== undefined) tracedStreams.set(exchange, span);
        const serve = (): unknown => {
          exchange.start();
          return proceed();
        };
        return span === undefined ? serve() : span.markInsideCarriers(serve);
      });
    },
    undo() {
      for (const undo of undos.splice(0)) undo();
    },
  };
}
