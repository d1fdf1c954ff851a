import type * as Http from 'node:http';
import {
  type Attributes,
  diag,
  type Histogram,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { RPCType, setRPCMetadata, suppressTracing } from '@opentelemetry/core';
import type * as Utils from '@opentelemetry/instrumentation-http/build/src/utils';
import { attempt } from '../../attempt';
import { type RequestContext, runInContext, withRequest } from '../../context';
import { headerAttributes, writtenHeaders } from '../captured-headers';
import { exchangeOf } from './exchange';
import type { HttpHooks, ServerTrace } from '../hooks';
import { markTraced } from '../traced';
import { type EventWatch, watchMessage } from './watch';

const utils = require('@opentelemetry/instrumentation-http/build/src/utils') as typeof Utils;

/** Where server spans and durations go. */
export interface ServerRecorder {
  readonly tracer: Tracer;
  readonly durations: Histogram;
  readonly hooks: HttpHooks;
}

/** One request that the app serves. */
export class ServerCall implements EventWatch, ServerTrace {
  readonly context: RequestContext;
  readonly span: Span;
  readonly rpc: { type: typeof RPCType.HTTP; span: Span; route?: string };
  readonly #durations: Histogram;
  readonly #started = performance.now();
  readonly #measured: Attributes;
  readonly #captured: readonly string[] | undefined;
  /** Until the end: a connection that is kept alive keeps its last exchange, and by that the call. */
  #response: Http.ServerResponse | undefined;
  readonly #method: string;

  constructor(
    recorder: ServerRecorder,
    component: 'http' | 'https',
    request: Http.IncomingMessage,
    response: Http.ServerResponse,
  ) {
    this.#response = response;
    this.#method = request.method ?? 'GET';
    const { hooks, tracer, durations } = recorder;
    const hookAttributes = hooks.startIncomingSpanHook(request) as Attributes;
    const options = { component, hookAttributes, enableSyntheticSourceDetection: false };
    const attributes = utils.getIncomingRequestAttributes(request, options as never, diag as never);
    const { captured } = hooks;
    this.#captured = captured?.response;
    if (captured)
      Object.assign(
        attributes,
        headerAttributes('request', captured.request, (name) => request.headers[name]),
      );
    this.#durations = durations;
    this.#measured = {};
    for (const name of ['http.request.method', 'url.scheme', 'network.protocol.version']) {
      if (attributes[name] !== undefined) this.#measured[name] = attributes[name];
    }
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    this.span = tracer.startSpan(this.#method, { kind: SpanKind.SERVER, attributes }, parent);
    this.rpc = { type: RPCType.HTTP, span: this.span };
    this.context = withRequest(setRPCMetadata(trace.setSpan(parent, this.span), this.rpc));
  }

  /** Hears the end of a response that no exchange knows: one that was not made by a server, but emitted by hand. */
  note(event: unknown, argument: unknown): void {
    if (event === 'close') this.finish();
    else if (event === 'error') this.fail(argument);
  }

  /** The response has closed: finished, or left by the client. */
  finish(errorType?: string): void {
    if (this.#response === undefined) return;
    const { statusCode } = this.#response;
    const attributes: Attributes = { 'http.response.status_code': statusCode };
    if (this.#captured?.length)
      this.span.setAttributes(headerAttributes('response', this.#captured, writtenHeaders(this.#response)));
    const { route } = this.rpc;
    if (route !== undefined) attributes['http.route'] = route;
    if (statusCode >= 500) this.#measured['error.type'] = attributes['error.type'] = errorType ?? String(statusCode);
    Object.assign(this.#measured, utils.getIncomingStableRequestMetricAttributesOnResponse(attributes));
    this.span.setAttributes(attributes).setStatus({ code: utils.parseResponseStatus(SpanKind.SERVER, statusCode) });
    if (route) this.span.updateName(`${this.#method} ${route}`);
    this.#end();
  }

  /** The app's listener has thrown, or the response has failed: what follows is not part of the span any more. */
  fail(error: unknown): void {
    if (this.#response === undefined) return;
    attempt(() => utils.setSpanWithError(this.span, error as Error));
    const name = attempt(() => (error as Error).name);
    if (typeof name === 'string') this.#measured['error.type'] = name;
    this.#end();
  }

  #end(): void {
    if (this.#response === undefined) return;
    this.#response = undefined;
    this.span.end();
    this.#durations.record((performance.now() - this.#started) / 1000, this.#measured);
  }
}

type Emit = (this: unknown, ...args: unknown[]) => unknown;

/** Wraps the `emit` of a server's class: its `request` event runs within a span. */
export function wrapServerEmit(
  component: 'http' | 'https',
  recorder: () => ServerRecorder | undefined,
): (original: Emit) => Emit {
  return (original) =>
    markTraced(function emit(this: unknown, ...args) {
      const current = args[0] === 'request' ? recorder() : undefined;
      if (current === undefined) return original.apply(this, args);
      const [, request, response] = args as [unknown, Http.IncomingMessage, Http.ServerResponse];
      const { hooks } = current;
      // Passed on to another server, as virtual hosts do: it has its span.
      if (exchangeOf(request)?.span !== undefined) return original.apply(this, args);
      if (attempt(() => hooks.ignoreIncomingRequestHook(request))) {
        const exchange = exchangeOf(request)!;
        exchange.bind(suppressTracing(ROOT_CONTEXT));
        return runInContext(exchange.context, () => original.apply(this, args));
      }
      const call = attempt(() => new ServerCall(current, component, request, response));
      if (call === undefined) return original.apply(this, args);
      const exchange = attempt(() => hooks.requestHook(request, call));
      if (exchange === undefined) attempt(() => watchMessage(response, call));
      return runInContext(exchange?.context ?? call.context, () => {
        exchange?.start();
        try {
          return original.apply(this, args);
        } catch (error) {
          call.fail(error);
          throw error;
        }
      });
    });
}
