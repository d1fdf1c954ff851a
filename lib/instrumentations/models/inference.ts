import {
  context,
  createContextKey,
  INVALID_SPAN_CONTEXT,
  trace,
  type Attributes,
  type Histogram,
  type Span,
} from '@opentelemetry/api';
import { attempt } from '../../attempt';
import { Operation } from '../shape/operation';
import { Answer, type Read } from './answer';
import type { Content } from './content';

/** What a model's calls are measured by. */
export interface ModelMetrics {
  readonly duration: Histogram;
  readonly tokens: Histogram;
  readonly timeToFirstChunk: Histogram;
  readonly timePerOutputChunk: Histogram;
}

/** What the model is asked and answers, for an app that wants it kept. */
export interface Capture {
  readonly content: Content;
  /** Whether it becomes attributes of the span. */
  readonly isOnSpan: boolean;
  /** Sends it as an event. */
  readonly emit?: ((attributes: Attributes) => void) | undefined;
}

/** Within a call of a model: what a framework asks a client for is one call. One key for all files of the bundle. */
const IN_CALL = createContextKey('firstlight: within a call of a model');

/** Whether this is a part of a call of a model that is seen already. */
export const isWithinCall = (): boolean => context.active().getValue(IN_CALL) === true;

/** One call of a model: its span and measurements, from the request to the end of the answer. Nothing of it throws. */
export class Inference {
  readonly #operation: Operation;
  readonly #answer = new Answer();
  readonly #measured: Attributes;
  readonly #metrics: ModelMetrics;
  readonly #began = performance.now();
  readonly #hasSpan: boolean;
  readonly #capture: Capture | undefined;
  #lastChunk: number | undefined;

  /**
   * @param span Undefined: the client makes it itself.
   * @param measured The attributes that its measurements have, too.
   * @param capture Default: nothing is kept of what is asked and answered.
   */
  constructor(span: Span | undefined, measured: Attributes, metrics: ModelMetrics, capture?: Capture) {
    this.#capture = capture;
    this.#measured = measured;
    this.#metrics = metrics;
    this.#hasSpan = span !== undefined;
    this.#operation = new Operation(span ?? trace.wrapSpanContext(INVALID_SPAN_CONTEXT), ({ failure }) =>
      this.#measure(failure),
    );
  }

  /** Runs what sends the request. */
  run<T>(act: () => T): T {
    const active = context.active();
    const its = this.#hasSpan ? trace.setSpan(active, this.#operation.span) : active;
    return context.with(its.setValue(IN_CALL, true), act);
  }

  /** A chunk of a streamed answer is there. */
  chunk(read: Read, body: unknown): void {
    this.#time();
    this.#take(read, body);
  }

  #take(read: Read, body: unknown): void {
    const known = attempt(() => read(body));
    if (known) attempt(() => this.#answer.add(known));
    if (this.#operation.isOpen) attempt(() => this.#capture?.content.add(body));
  }

  #time(): void {
    if (!this.#operation.isOpen) return;
    const now = performance.now();
    const last = this.#lastChunk;
    this.#lastChunk = now;
    if (last !== undefined) return this.#metrics.timePerOutputChunk.record((now - last) / 1000, this.#measured);
    const seconds = (now - this.#began) / 1000;
    this.#operation.span.setAttribute('gen_ai.response.time_to_first_chunk', seconds);
    this.#metrics.timeToFirstChunk.record(seconds, this.#measured);
  }

  /** The whole answer is there. */
  answered(read: Read, body: unknown): void {
    this.#take(read, body);
    this.end();
  }

  end(): void {
    this.#operation.end({ attributes: this.#ending() });
  }

  /** The call failed, or was aborted. */
  fail(error: unknown): void {
    this.#operation.end({
      attributes: this.#ending(),
      failure: typeOf(error),
      message: attempt(() => messageOf(error)),
    });
  }

  #ending(): Attributes {
    const { attributes } = this.#answer;
    const capture = this.#capture;
    if (capture === undefined || !this.#operation.isOpen) return attributes;
    const content = attempt(() => capture.content.attributes);
    if (capture.emit && content !== undefined) {
      const all = { ...this.#measured, ...attributes, ...content };
      attempt(() => context.with(trace.setSpan(context.active(), this.#operation.span), () => capture.emit?.(all)));
    }
    return capture.isOnSpan ? { ...attributes, ...content } : attributes;
  }

  #measure(failure: string | undefined): void {
    const { attributes } = this.#answer;
    const model = attributes['gen_ai.response.model'];
    const measured = { ...this.#measured, ...(model !== undefined && { 'gen_ai.response.model': model }) };
    this.#metrics.duration.record((performance.now() - this.#began) / 1000, {
      ...measured,
      ...(failure !== undefined && { 'error.type': failure }),
    });
    for (const type of ['input', 'output']) {
      const count = attributes[`gen_ai.usage.${type}_tokens`];
      if (typeof count === 'number') this.#metrics.tokens.record(count, { ...measured, 'gen_ai.token.type': type });
    }
  }
}

/** By its status if the API gave one, otherwise by its class. */
export function typeOf(error: unknown): string {
  const { status, statusCode, name } = (typeof error === 'object' && error !== null ? error : {}) as Record<
    string,
    unknown
  >;
  const code = status ?? statusCode;
  if (typeof code === 'number') return String(code);
  const kind = attempt(() => (error as object).constructor.name);
  return kind && kind !== 'Error' && kind !== 'Object' ? kind : typeof name === 'string' ? name : '_OTHER';
}

/** APIs repeat what they were sent: what stands in quotes is left out, and the lines after the first. */
const messageOf = (error: unknown): string | undefined => {
  const { message } = error as { message?: unknown };
  return typeof message === 'string'
    ? message
        .slice(0, 300)
        .split('\n', 1)[0]!
        .replace(/"[^"]*"?|'[^']*'|`[^`]*`?|\{.*/g, '?')
    : undefined;
};
