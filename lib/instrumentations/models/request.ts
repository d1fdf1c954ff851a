import type { Attributes } from '@opentelemetry/api';
import { attempt } from '../../attempt';

/** What a call asks of a model. */
export interface ModelRequest {
  /** As the conventions name it. */
  readonly operation: 'chat' | 'generate_content' | 'text_completion' | 'embeddings' | 'rerank';
  readonly model?: unknown;
  /** Objects with the settings of the request, by the names that providers have for them. */
  readonly settings?: readonly unknown[];
  readonly isStream?: boolean;
  /** What the client is given, with what the model is asked. Default: the first of `settings`. */
  readonly params?: unknown;
  /** Whether the client makes the span itself, and the call is measured only. */
  readonly isMeasuredOnly?: boolean;
  /** The address of the API. */
  readonly url?: unknown;
  /** Default: that of the instrumentation. */
  readonly provider?: string | undefined;
}

/** What providers call the settings that the conventions have an attribute for. */
const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  'gen_ai.request.max_tokens': [
    'max_completion_tokens',
    'max_output_tokens',
    'max_tokens',
    'maxOutputTokens',
    'maxTokens',
    'num_predict',
  ],
  'gen_ai.request.temperature': ['temperature'],
  'gen_ai.request.top_p': ['top_p', 'topP', 'p'],
  'gen_ai.request.top_k': ['top_k', 'topK', 'k'],
  'gen_ai.request.frequency_penalty': ['frequency_penalty', 'frequencyPenalty'],
  'gen_ai.request.presence_penalty': ['presence_penalty', 'presencePenalty'],
  'gen_ai.request.seed': ['seed', 'randomSeed', 'random_seed'],
};
const STOP = ['stop', 'stop_sequences', 'stopSequences'];
const CHOICES = ['n', 'candidateCount'];

/** Attributes of the settings of a request. */
export function settingsOf(settings: readonly unknown[]): Attributes {
  const attributes: Attributes = {};
  for (const each of settings) {
    if (typeof each !== 'object' || each === null) continue;
    const given = each as Record<string, unknown>;
    for (const [attribute, names] of Object.entries(NUMBERS))
      for (const name of names) if (typeof given[name] === 'number') attributes[attribute] ??= given[name];
    for (const name of STOP) {
      const stop = typeof given[name] === 'string' ? [given[name]] : given[name];
      if (Array.isArray(stop) && stop.every((text) => typeof text === 'string'))
        attributes['gen_ai.request.stop_sequences'] ??= [...stop];
    }
    for (const name of CHOICES)
      if (typeof given[name] === 'number' && given[name] !== 1)
        attributes['gen_ai.request.choice.count'] ??= given[name];
  }
  return attributes;
}

/** Attributes of the server that an address names. */
export function serverOf(address: unknown): Attributes {
  if (typeof address !== 'string' && !(address instanceof URL)) return {};
  const url = attempt(() => new URL(String(address)));
  if (!url?.hostname) return {};
  return { 'server.address': url.hostname, 'server.port': Number(url.port) || (url.protocol === 'http:' ? 80 : 443) };
}
