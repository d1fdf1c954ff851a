import type * as Http from 'node:http';
import {
  type Attributes,
  type Context,
  type Histogram,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type * as Utils from '@opentelemetry/instrumentation-http/build/src/utils';
import { attempt } from '../../attempt';
import { captureContext, type RequestContext } from '../../context';
import { type GivenArguments, targetAttributes } from './client-target';
import { type CapturedHeaders, headerAttributes, writtenHeaders } from '../captured-headers';
import { type EventWatch, watchMessage } from '../server/watch';

const utils = require('@opentelemetry/instrumentation-http/build/src/utils') as typeof Utils;

/** Where spans and durations go. */
export interface Recorder {
  readonly tracer: Tracer;
  readonly durations: Histogram;
  /** Headers that become attributes. */
  readonly captured?: CapturedHeaders | undefined;
}

/** One request that the app sends: its span, from the request's creation to the end of the response. */
export class ClientCall implements EventWatch {
  /** That of the code that made the request: its listeners run in it. */
  readonly context: RequestContext;
  readonly #span: Span;
  readonly #durations: Histogram;
  readonly #started = performance.now();
  readonly #measured: Attributes;
  #captured: CapturedHeaders | undefined;
  #response: Http.IncomingMessage | undefined;
  #ended = false;

  constructor(
    { tracer, durations, captured }: Recorder,
    request: Http.ClientRequest,
    given: GivenArguments,
    headers?: unknown,
  ) {
    const attributes = targetAttributes(request, given, headers);
    this.context = captureContext();
    this.#durations = durations;
    this.#captured = captured;
    this.#span = tracer.startSpan(request.method, { kind: SpanKind.CLIENT, attributes }, this.context);
    this.#measured = {
      'http.request.method': attributes['http.request.method'],
      'server.address': attributes['server.address'],
      'server.port': attributes['server.port'],
    };
    watchMessage(request, this);
  }

  /** The context that goes along with the request. */
  get outgoing(): Context {
    return trace.setSpan(this.context, this.#span);
  }

  note(event: unknown, argument: unknown, message: object): void {
    if (message === this.#response) return this.#noteResponse(event, argument);
    if (event === 'response' || event === 'error' || event === 'close') this.#captureRequest(message);
    if (event === 'response') this.#respond(argument as Http.IncomingMessage);
    else if (event === 'error') this.fail(argument);
    // An aborted request ends with an error.
    else if (event === 'close' && !(message as Http.ClientRequest).aborted) this.#end();
  }

  /** When it has been sent: until then the app may set headers. */
  #captureRequest(message: object): void {
    const captured = this.#captured?.request;
    if (!captured?.length || this.#ended || this.#response !== undefined) return;
    attempt(() => this.#span.setAttributes(headerAttributes('request', captured, writtenHeaders(message))));
  }

  #respond(response: Http.IncomingMessage): void {
    if (typeof response !== 'object' || response === null || this.#response !== undefined || this.#ended) return;
    this.#response = response;
    watchMessage(response, this);
    const attributes = utils.getOutgoingRequestAttributesOnResponse(response);
    this.#span.setAttributes(attributes);
    const captured = this.#captured?.response;
    if (captured?.length)
      this.#span.setAttributes(headerAttributes('response', captured, (name) => response.headers[name]));
    Object.assign(this.#measured, utils.getOutgoingStableRequestMetricAttributesOnResponse(attributes));
  }

  #noteResponse(event: unknown, argument: unknown): void {
    if (event === 'error') this.fail(argument);
    if (event !== 'end' || this.#ended) return;
    const { aborted, complete, statusCode } = this.#response!;
    const code = aborted && !complete ? SpanStatusCode.ERROR : utils.parseResponseStatus(SpanKind.CLIENT, statusCode);
    this.#span.setStatus({ code });
    this.#end();
  }

  /** Ends the span with the error that ended the request. Without one: the request was refused when it was made. */
  fail(error?: unknown): void {
    if (this.#ended) return;
    if (error === undefined) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    else {
      attempt(() => utils.setSpanWithError(this.#span, error as Error));
      const name = attempt(() => (error as Error).name);
      if (typeof name === 'string') this.#measured['error.type'] = name;
    }
    this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#span.end();
    this.#durations.record((performance.now() - this.#started) / 1000, this.#measured);
  }
}
