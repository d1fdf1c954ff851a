import type * as Api from '@opentelemetry/api';
import type * as Core from '@opentelemetry/core';
import { ATTR_REQUEST_ID } from './attributes';
import { exchangeOf } from './exchange';

/** The span of a request, as far as the request's end concerns it. */
export interface ServerTrace {
  finish(): void;
  fail(error: unknown): void;
}

/** What the tracing of requests is given so that spans and requests know each other. */
export interface HttpHooks {
  ignoreIncomingRequestHook(request: object): boolean;
  startIncomingSpanHook(request: object): Record<string, string | undefined>;
  /** Returns whether the request has an exchange, which then ends the trace. */
  requestHook(span: Api.Span, request: object, trace: ServerTrace): boolean;
}

/** Creates the hooks of the tracing. They do nothing for requests that installRequests() has not seen. */
export function createHttpHooks(): HttpHooks {
  const { context } = require('@opentelemetry/api') as typeof Api;
  const { getRPCMetadata } = require('@opentelemetry/core') as typeof Core;
  return {
    // The instrumentation then suppresses tracing for all that the request does, not only for its server span.
    ignoreIncomingRequestHook: (request) => exchangeOf(request)?.record.ignored === true,
    // At the start, so that samplers see it too.
    startIncomingSpanHook: (request) => {
      const id = exchangeOf(request)?.record.id;
      return id === undefined ? {} : { [ATTR_REQUEST_ID]: id };
    },
    // Called with the server span active.
    requestHook: (span, request, trace) => {
      const exchange = exchangeOf(request);
      if (exchange === undefined) return false;
      const active = context.active();
      exchange.context ??= active;
      exchange.enterTrace({ span, rpc: getRPCMetadata(active), within: (fn) => context.with(active, fn), trace });
      exchange.start();
      return true;
    },
  };
}
