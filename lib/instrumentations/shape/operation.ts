import { context, SpanStatusCode, trace, type Attributes, type Span } from '@opentelemetry/api';
import { attempt } from '../../attempt';

/** What an ended call is reported with. */
export interface Outcome {
  /** Attributes of its result or its error. */
  readonly attributes?: Attributes;
  /** The `error.type` of a call that failed. */
  readonly failure?: string;
  /** What the span's status says of it: nothing that the app has sent. */
  readonly message?: string | undefined;
}

/** One call of a client: its span, until it has ended once. Nothing of it throws. */
export class Operation {
  readonly span: Span;
  readonly #onEnd: (outcome: Outcome) => void;
  #isOpen = true;

  /** @param onEnd Called once, before the span ends. */
  constructor(span: Span, onEnd: (outcome: Outcome) => void) {
    this.span = span;
    this.#onEnd = onEnd;
  }

  /** Runs what sends requests of its own, whose spans are children of this one. */
  run<T>(act: () => T): T {
    return context.with(trace.setSpan(context.active(), this.span), act);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  end(outcome: Outcome = {}): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    attempt(() => {
      const { attributes, failure, message } = outcome;
      if (attributes) this.span.setAttributes(attributes);
      if (failure !== undefined) {
        this.span.setAttribute('error.type', failure);
        this.span.setStatus({ code: SpanStatusCode.ERROR, ...(message && { message }) });
      }
      this.#onEnd(outcome);
    });
    attempt(() => this.span.end());
  }
}
