import { types } from 'node:util';
import { context, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { elapsed } from '../../clock';

/** A list may fail as often as it has items. */
const MOST_EXCEPTIONS = 5;

/** The span of one field, in all items of the lists that it is in: from the first that begins to the last that ends. */
export class FieldSpan {
  #open = 0;
  #exceptions = 0;
  #lastEnd: number | undefined;
  #isComplete = false;

  constructor(readonly span: Span) {}

  begin(): void {
    this.#open += 1;
  }

  run<T>(act: () => T): T {
    return context.with(trace.setSpan(context.active(), this.span), act);
  }

  settled(): void {
    this.#open -= 1;
    this.#lastEnd = elapsed();
    if (this.#isComplete && this.#open === 0) this.span.end();
  }

  failed(error: unknown): void {
    const isError = types.isNativeError(error);
    if (this.#exceptions === 0)
      this.span.setStatus({ code: SpanStatusCode.ERROR, ...(isError && { message: error.message }) });
    if (isError && this.#exceptions < MOST_EXCEPTIONS) this.span.recordException(error);
    this.#exceptions += 1;
    this.settled();
  }

  /** No other items are to come. */
  endWhenSettled(): void {
    this.#isComplete = true;
    if (this.#open === 0) this.span.end(this.#lastEnd);
  }
}
