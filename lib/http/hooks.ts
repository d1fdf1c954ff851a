import type * as Api from '@opentelemetry/api';
import type * as Core from '@opentelemetry/core';
import { ATTR_REQUEST_ID } from './attributes';
import { exchangeOf } from './exchange';

/** What instrumentation-http is given so that spans and requests know each other. */
export interface HttpHooks {
  ignoreIncomingRequestHook(request: object): boolean;
  startIncomingSpanHook(request: object): Record<string, string | undefined>;
  requestHook(span: Api.Span, request: object): void;
}

/** Creates the hooks of instrumentation-http. They do nothing for requests that installRequests() has not seen. */
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
    // Called with the server span active, and for outgoing requests, which have no exchange.
    requestHook: (span, request) => {
      const exchange = exchangeOf(request);
      if (exchange === undefined) return;
      const active = context.active();
      exchange.enterTrace({ span, rpc: getRPCMetadata(active), within: (fn) => context.with(active, fn) });
      exchange.start();
    },
  };
}
