import { INVALID_TRACEID, ROOT_CONTEXT, type Context, type Span } from '@opentelemetry/api';
import { attempt } from '../../attempt';
import { createContext, currentRequest, runInContext, type RequestContext, type RequestRecord } from '../../context';
import type { Outcome, RequestLines } from '../lines';
import { joinOperation, routeOnRequest, routeOnSpan } from '../routes/route';
import { exchanges } from './exchange-slot';
import { userOnRequest, userOnSpan } from '../user';

/** What a framework knows about the request that is not on the raw request object; asked when it ends. */
export interface FrameworkView {
  route?(): string | undefined;
  user?(): string | undefined;
}

/** The server span and its context, as the tracing side gives them. */
export interface TraceView {
  span: Span;
  /** Runs a function with the span active. */
  markInsideCarriers<T>(fn: () => T): T;
  /** The holder from which the instrumentation reads the route when it names the span; see RPCMetadata of OTel core. */
  rpc?: { route?: string };
  /** What is reported of the end; an http2 stream or an upgrade ends its span by itself. */
  trace?: { finish(errorType?: string): void; fail(error: unknown): void };
}

/**
 * One request and its response, from arrival to end: writes "started" once and "completed" once, however often it is
 * called.
 */
export class Exchange {
  framework: FrameworkView | undefined;
  /** The context in which the events of request and response are heard; see {@link bindMessage}. */
  context: RequestContext;
  /** Whether it is that of the server span. */
  isBound = false;
  /** Called when the exchange has ended. */
  onEnd: (() => void) | undefined;
  /** The error that the request ends with: the server span shows it if the server is at fault. */
  exception: unknown;
  /** What a framework calls that is known by a name behind the route, such as a procedure. */
  operation: string | undefined;
  /** Its class, for `error.type`. */
  errorType: string | undefined;
  /** Whether the framework has the request already. */
  isPrepared = false;
  #trace: TraceView | undefined;
  #started = false;
  #ended = false;

  /** @param subject the object on which frameworks leave `user` and `route`. */
  constructor(
    readonly record: RequestRecord,
    private readonly lines: RequestLines,
    public subject: object,
  ) {
    this.context = createContext(ROOT_CONTEXT, record);
  }

  /** Takes over the trace in which the events are heard; the first one stays. */
  bind(values: Context): void {
    if (!this.isBound) this.context = createContext(values, this.record);
    this.isBound = true;
  }

  /** The server span, once there is one. */
  get span(): Span | undefined {
    return this.#trace?.span;
  }

  /** The server span exists: its IDs belong to the request from here on. The first span wins. */
  enterTrace(trace: TraceView): void {
    if (this.#trace !== undefined) return;
    this.#trace = trace;
    const identity = trace.span.spanContext();
    // If traces go nowhere, the SDK's spans have identifiers of zeros.
    if (identity.traceId === INVALID_TRACEID) return;
    const { traceId, spanId, traceFlags } = identity;
    this.record.traceId = traceId;
    this.record.spanId = spanId;
    this.record.traceFlags = traceFlags.toString(16).padStart(2, '0');
  }

  /** The response has failed: an error is emitted. */
  fail(error: unknown): void {
    attempt(() => this.#trace?.trace?.fail(error));
  }

  /** Writes the start line, in the context of the caller. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    attempt(() => this.lines.started(this.record));
  }

  /** Keeps the context and writes no line. */
  silence(): void {
    this.#started = true;
    this.#ended = true;
  }

  /** Notes the matched route, for the end line and the span's name. */
  setRoute(route: string): void {
    this.record.route = route;
    if (this.#trace?.rpc) this.#trace.rpc.route = route;
  }

  /**
   * Settles route and user and writes the end line. The caller's context is not trusted: at the end of a pipelined
   * request it is another request's, after an abort it is none.
   */
  end(outcome: Outcome): void {
    if (this.#ended) return;
    this.#ended = true;
    const finish = (): void => {
      attempt(() => this.#settle());
      this.start();
      attempt(() => this.lines.completed(this.record, outcome));
      attempt(() => this.#recordException(outcome));
      attempt(() => this.#trace?.trace?.finish(this.errorType));
    };
    if (this.#trace) this.#trace.markInsideCarriers(finish);
    else runInContext(this.context, finish);
    this.onEnd?.();
    this.#release();
  }

  /**
   * A connection that is kept alive keeps the record of its last request, and that the exchange: not the request as
   * well.
   */
  #release(): void {
    this.subject = {};
    this.framework = undefined;
    this.exception = undefined;
    this.onEnd = undefined;
  }

  #recordException({ statusCode = 0 }: Outcome): void {
    const { exception } = this;
    const span = this.#trace?.span;
    if (statusCode < 500 || exception === undefined) return;
    this.errorType = attempt(() => classOf(exception));
    if (!span?.isRecording()) return;
    const { name, message, stack } = exception as Error;
    // Without its code, which the SDK would take for the class.
    span.recordException(
      typeof exception === 'object' ? { name, message, ...(stack && { stack }) } : String(exception),
    );
  }

  #settle(): void {
    const { record, subject, framework } = this;
    const trace = this.#trace;
    const attributes = (trace?.span as { attributes?: unknown } | undefined)?.attributes;
    record.route =
      framework?.route?.() ?? trace?.rpc?.route ?? record.route ?? routeOnRequest(subject) ?? routeOnSpan(attributes);
    if (this.operation !== undefined) record.route = joinOperation(record.route ?? '', this.operation);
    if (trace?.rpc) trace.rpc.route = record.route;
    record.userId ??= userOnSpan(attributes) ?? framework?.user?.() ?? userOnRequest(subject);
    // A handler that has thrown has ended the span.
    if (record.userId !== undefined && trace?.span.isRecording()) trace.span.setAttribute('user.id', record.userId);
  }
}

function classOf(error: unknown): string | undefined {
  const name: unknown = typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** The exchange that a request, response, http2 stream or record belongs to. */
export function exchangeOf(object: object): Exchange | undefined {
  return exchanges.of(object);
}

/** The exchange that the running code serves. */
export function currentExchange(): Exchange | undefined {
  const record = currentRequest();
  return record === undefined ? undefined : exchangeOf(record);
}

/** Makes the exchange findable by each of the objects. */
export function registerExchange(exchange: Exchange, ...objects: object[]): void {
  exchanges.put(exchange.record, exchange);
  for (const object of objects) exchanges.put(object, exchange);
}
