import type * as Api from '@opentelemetry/api';
import type * as Core from '@opentelemetry/core';
import type { IncomingHttpHeaders } from 'node:http2';
import { ATTR_REQUEST_ID } from '../attributes';
import { type CapturedHeaders, headerAttributes } from '../captured-headers';
import type { Exchange, TraceView } from './exchange';

const SCOPE = 'firstlight/http2';
// The buckets that the semantic conventions advise for HTTP durations, in seconds.
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY']);

let durations: Api.Histogram | undefined;

/** A request of http2, or an upgrade. */
export interface Incoming {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string; readonly remotePort?: number } | undefined;
  readonly scheme: string;
  /** The authority of the request, as `host:port`. */
  readonly authority: string | undefined;
  /** The version of HTTP. */
  readonly version: string;
  /** Headers that become attributes. */
  readonly captured: CapturedHeaders;
}

/**
 * Starts the server span of a request and records `http.server.request.duration` when it is finished, after the stable
 * HTTP semantic conventions; those of other requests are in server-call.ts. The query string is left out, as
 * everywhere. Frameworks' instrumentations find the span and leave their route as they do with http. For an ignored
 * request there is no span, and none for what it calls.
 */
export function startServerSpan(exchange: Exchange, incoming: Incoming): ServerSpan {
  const { context, metrics, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } =
    require('@opentelemetry/api') as typeof Api;
  const { RPCType, setRPCMetadata, suppressTracing } = require('@opentelemetry/core') as typeof Core;
  if (exchange.record.ignored) {
    exchange.bind(suppressTracing(ROOT_CONTEXT));
    const silent = exchange.context;
    return { markInsideCarriers: (fn) => context.with(silent, fn), finish: () => {} };
  }
  const attributes = requestAttributes(exchange, incoming);
  const method = attributes['http.request.method'] as string;
  const name = method === '_OTHER' ? 'HTTP' : method;
  const parent = propagation.extract(ROOT_CONTEXT, incoming.headers);
  const span = trace.getTracer(SCOPE).startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
  const rpc: { type: typeof RPCType.HTTP; span: typeof span; route?: string } = { type: RPCType.HTTP, span };
  exchange.bind(setRPCMetadata(trace.setSpan(parent, span), rpc));
  const active = exchange.context;
  const markInsideCarriers: TraceView['markInsideCarriers'] = (fn) => context.with(active, fn);
  exchange.enterTrace({ span, rpc, markInsideCarriers });
  return {
    markInsideCarriers,
    finish: (statusCode, sent = {}) => {
      const ending: Api.Attributes = {};
      if (statusCode !== undefined) ending['http.response.status_code'] = statusCode;
      if (rpc.route !== undefined) {
        ending['http.route'] = rpc.route;
        span.updateName(`${name} ${rpc.route}`);
      }
      const failed = statusCode === undefined || statusCode >= 500;
      if (failed) {
        ending['error.type'] = statusCode === undefined ? 'aborted' : (exchange.errorType ?? String(statusCode));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.setAttributes(ending);
      span.setAttributes(headerAttributes('response', incoming.captured.response, (name) => sent[name])).end();
      durations ??= metrics.getMeter(SCOPE).createHistogram('http.server.request.duration', {
        description: 'Duration of HTTP server requests.',
        unit: 's',
        advice: { explicitBucketBoundaries: BUCKETS },
      });
      durations.record((performance.now() - exchange.record.startedAt) / 1000, {
        'http.request.method': method,
        'url.scheme': attributes['url.scheme'],
        'network.protocol.version': incoming.version,
        ...ending,
      });
    },
  };
}

/** The span of a request: what runs within it, and how it is ended. */
export interface ServerSpan {
  markInsideCarriers: TraceView['markInsideCarriers'];
  /** @param sent The headers of the response, if they are known. */
  finish(statusCode: number | undefined, sent?: Readonly<Record<string, unknown>>): void;
}

function requestAttributes({ record }: Exchange, incoming: Incoming): Api.Attributes {
  const { headers, socket, scheme, authority = '', version } = incoming;
  const known = METHODS.has(record.method);
  const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(authority) ?? [];
  const attributes: Api.Attributes = {
    [ATTR_REQUEST_ID]: record.id,
    'http.request.method': known ? record.method : '_OTHER',
    'url.scheme': scheme,
    'url.path': record.path,
    'network.protocol.version': version,
    'network.peer.address': socket?.remoteAddress,
    'network.peer.port': socket?.remotePort,
    'client.address': socket?.remoteAddress,
    'user_agent.original': headers['user-agent'],
  };
  Object.assign(
    attributes,
    headerAttributes('request', incoming.captured.request, (name) => headers[name]),
  );
  if (!known) attributes['http.request.method_original'] = record.method;
  if (host !== '') attributes['server.address'] = host;
  if (port !== undefined) attributes['server.port'] = Number(port);
  return attributes;
}
