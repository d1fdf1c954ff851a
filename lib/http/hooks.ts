import type { Span } from '@opentelemetry/api';
import { type RequestContext, runInContext } from '../context';
import { ATTR_REQUEST_ID } from './attributes';
import type { CapturedHeaders } from './captured-headers';
import { type Exchange, exchangeOf } from './server/exchange';

/** The span of a request, and what is done with it when the request ends. */
export interface ServerTrace {
  readonly span: Span;
  readonly context: RequestContext;
  /** The holder of the route; see TraceView. */
  readonly rpc: { route?: string };
  /** @param errorType The class of the error that the request has ended with. */
  finish(errorType?: string): void;
  fail(error: unknown): void;
}

/** What the tracing of requests is given so that spans and requests know each other. */
export interface HttpHooks {
  /** Headers that become attributes of server spans, and of client spans. */
  readonly captured?: CapturedHeaders;
  readonly capturedOfClient?: CapturedHeaders;
  ignoreIncomingRequestHook(request: object): boolean;
  startIncomingSpanHook(request: object): Record<string, string | undefined>;
  /** Gives the trace to the exchange of the request, which ends it, and returns that, if there is one. */
  requestHook(request: object, trace: ServerTrace): Exchange | undefined;
}

/** Creates the hooks of the tracing. They do nothing for requests that installRequests() has not seen. */
export function createHttpHooks(captured?: CapturedHeaders, capturedOfClient?: CapturedHeaders): HttpHooks {
  return {
    captured,
    capturedOfClient,
    // The instrumentation then suppresses tracing for all that the request does, not only for its server span.
    ignoreIncomingRequestHook: (request) => exchangeOf(request)?.record.ignored === true,
    // At the start, so that samplers see it too.
    startIncomingSpanHook: (request) => {
      const id = exchangeOf(request)?.record.id;
      return id === undefined ? {} : { [ATTR_REQUEST_ID]: id };
    },
    requestHook: (request, trace) => {
      const exchange = exchangeOf(request);
      if (exchange === undefined) return undefined;
      exchange.bind(trace.context.values);
      const { span, rpc } = trace;
      exchange.enterTrace({ span, rpc, trace, markInsideCarriers: (fn) => runInContext(exchange.context, fn) });
      return exchange;
    },
  };
}
