import type { Attributes } from '@opentelemetry/api';

/** What is known of an answer so far: from its only body, or from chunk after chunk. Values may be anything. */
export interface Known {
  readonly id?: unknown;
  readonly model?: unknown;
  /** Why the model stopped: one, or one for each choice. */
  readonly finished?: unknown;
  readonly input?: unknown;
  readonly output?: unknown;
  /** Of the tokens of the input: those that came out of a cache of the provider, and that went into it. */
  readonly cacheRead?: unknown;
  readonly cacheWrite?: unknown;
  /** Of the tokens of the output: those of its reasoning. */
  readonly reasoning?: unknown;
  /** The length of an embedding. */
  readonly dimensions?: unknown;
}

/** Reads a body, or a chunk of a streamed one. What it throws is dropped. */
export type Read = (body: any) => Known | undefined;

const TOKENS = {
  input: 'gen_ai.usage.input_tokens',
  output: 'gen_ai.usage.output_tokens',
  cacheRead: 'gen_ai.usage.cache_read.input_tokens',
  cacheWrite: 'gen_ai.usage.cache_creation.input_tokens',
  reasoning: 'gen_ai.usage.reasoning.output_tokens',
  dimensions: 'gen_ai.embeddings.dimension.count',
} as const;

/** The answer of a model, put together from what is read of it. */
export class Answer {
  readonly #attributes: Attributes = {};
  readonly #finished: string[] = [];

  /** Takes what a body or a chunk says; what is missing stays as it was. */
  add(known: Known): void {
    const { id, model, finished } = known;
    if (typeof id === 'string') this.#attributes['gen_ai.response.id'] ??= id;
    if (typeof model === 'string') this.#attributes['gen_ai.response.model'] = model;
    for (const reason of Array.isArray(finished) ? (finished as unknown[]) : [finished])
      if (typeof reason === 'string' && reason !== '') this.#finished.push(reason);
    for (const [name, attribute] of Object.entries(TOKENS)) {
      const count = Number(known[name as keyof typeof TOKENS] ?? Number.NaN);
      if (Number.isFinite(count)) this.#attributes[attribute] = count;
    }
  }

  get attributes(): Attributes {
    return this.#finished.length > 0
      ? { ...this.#attributes, 'gen_ai.response.finish_reasons': this.#finished }
      : this.#attributes;
  }
}
