import * as timers from 'node:timers';
import { context, type Attributes, type Context, type Histogram, type Span } from '@opentelemetry/api';
import type { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { OpenAIInstrumentation as Upstream } from '@opentelemetry/instrumentation-openai';
import { followApiPromise, type ApiPromise, type Following } from './api-promise';

// Taken at load: the app's tests may put a fake in its place.
const { setImmediate } = timers;

type Create = (
  this: { readonly _client?: { readonly baseURL?: string } } | undefined,
  ...args: unknown[]
) => ApiPromise;
interface Started {
  readonly span: Span;
  readonly ctx: Context;
  readonly commonAttrs: Attributes;
}
/** Takes the chunks of a stream; `undefined` is its end. */
type Chunks = Generator<void, void, unknown>;

/** What upstream's class keeps to itself: how it describes requests and answers, which is all that is used of it. */
interface Descriptions {
  _genaiClientOperationDuration: Histogram;
  _genaiClientTokenUsage: Histogram;
  _diag: { debug(...args: unknown[]): void; error(...args: unknown[]): void };
  _updateMetricInstruments(): void;
  _startChatCompletionsSpan(params: unknown, config: unknown, baseURL?: string): Started;
  _startEmbeddingsSpan(params: unknown, baseURL?: string): Started;
  _startResponsesSpan(params: unknown, config: unknown, baseURL?: string): Started;
  _onChatCompletionsCreateResult(
    span: Span,
    began: number,
    common: Attributes,
    result: unknown,
    config: unknown,
    ctx: Context,
  ): void;
  _onEmbeddingsCreateResult(span: Span, began: number, common: Attributes, result: unknown): void;
  _onResponsesCreateResult(
    span: Span,
    began: number,
    common: Attributes,
    result: unknown,
    config: unknown,
    ctx: Context,
  ): void;
  _onChatCompletionsStreamIterator(
    span: Span,
    began: number,
    config: unknown,
    common: Attributes,
    ctx: Context,
  ): Chunks;
  _onResponsesStreamIterator(span: Span, began: number, config: unknown, common: Attributes, ctx: Context): Chunks;
  _createAPIPromiseRejectionHandler(began: number, span: Span, common: Attributes): (error: unknown) => void;
}

// Its private methods are what is replaced.
const Base = Upstream as unknown as new (
  config?: object,
) => InstrumentationBase & { init(): InstrumentationNodeModuleDefinition[] };

/** How one method of the API is described. */
interface Method {
  start(params: unknown, baseURL?: string): Started;
  result(began: number, started: Started, result: unknown): void;
  chunks?(began: number, started: Started): Chunks;
}

/**
 * instrumentation-openai describes requests and answers; how they are obtained is our own, since upstream's reads the
 * body of each answer a second time:
 * https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-openai/src/instrumentation.ts
 */
export class OpenAIInstrumentation extends Base {
  constructor(config?: object) {
    super(config);
    const { _diag: diag } = this.#upstream;
    // An answer that is not what was expected is no error of this process: APIs that follow OpenAI's differ in many
    // details.
    this.#upstream._diag = Object.assign(Object.create(diag) as typeof diag, {
      error: (...args: unknown[]) => diag.debug(...args),
    });
  }

  get #upstream(): Descriptions {
    return this as unknown as Descriptions;
  }

  // Upstream's own, which its `init` calls.
  _getPatchedChatCompletionsCreate(): (original: Create) => Create {
    const up = this.#upstream;
    return this.#patch({
      start: (params, baseURL) => up._startChatCompletionsSpan(params, this.getConfig(), baseURL),
      result: (began, { span, ctx, commonAttrs }, result) =>
        up._onChatCompletionsCreateResult(span, began, commonAttrs, result, this.getConfig(), ctx),
      chunks: (began, { span, ctx, commonAttrs }) =>
        up._onChatCompletionsStreamIterator(span, began, this.getConfig(), commonAttrs, ctx),
    });
  }

  _getPatchedEmbeddingsCreate(): (original: Create) => Create {
    const up = this.#upstream;
    return this.#patch({
      start: (params, baseURL) => up._startEmbeddingsSpan(params, baseURL),
      result: (began, { span, commonAttrs }, result) => up._onEmbeddingsCreateResult(span, began, commonAttrs, result),
    });
  }

  _getPatchedResponsesCreate(): (original: Create) => Create {
    const up = this.#upstream;
    return this.#patch({
      start: (params, baseURL) => up._startResponsesSpan(params, this.getConfig(), baseURL),
      result: (began, { span, ctx, commonAttrs }, result) =>
        up._onResponsesCreateResult(span, began, commonAttrs, result, this.getConfig(), ctx),
      chunks: (began, { span, ctx, commonAttrs }) =>
        up._onResponsesStreamIterator(span, began, this.getConfig(), commonAttrs, ctx),
    });
  }

  #patch(method: Method): (original: Create) => Create {
    const isEnabled = (): boolean => this.isEnabled();
    const follow = (began: number, started: Started): Following => this.#follow(method, began, started);
    return (original) =>
      function (...args) {
        const [params] = args;
        if (!isEnabled()) return original.apply(this, args);
        const began = performance.now();
        const started = method.start(params, this?._client?.baseURL);
        const following = follow(began, started);
        try {
          return followApiPromise(
            context.with(started.ctx, () => original.apply(this, args)),
            following,
          );
        } catch (error) {
          following.failed(error);
          throw error;
        }
      };
  }

  #follow(method: Method, began: number, started: Started): Following {
    const up = this.#upstream;
    const { span, commonAttrs } = started;
    const end = (): void => {
      if (!span.isRecording()) return;
      up._genaiClientOperationDuration.record((performance.now() - began) / 1000, commonAttrs);
      span.end();
    };
    return {
      // The app may read the answer itself. Whether it does shows once what waits for the response has run.
      responded: (isRead) =>
        void setImmediate(() => {
          if (!isRead()) end();
        }),
      result: (result) => method.result(began, started, result),
      failed: (error) => up._createAPIPromiseRejectionHandler(began, span, commonAttrs)(error),
      chunks: () => method.chunks?.(began, started),
      end,
    };
  }

  protected override _updateMetricInstruments(): void {
    // The base class calls it, before there is anything private.
    const up = this as unknown as Descriptions;
    (Upstream.prototype as unknown as Descriptions)._updateMetricInstruments.call(this);
    const usage = up._genaiClientTokenUsage;
    // Many answers do not say what they cost.
    up._genaiClientTokenUsage = {
      record: (value, ...rest) => {
        if (typeof value === 'number') usage.record(value, ...rest);
      },
    };
  }
}
