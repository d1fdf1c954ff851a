import type { PatchedPackage } from '../../package-hooks';
import { follow, type Begin } from '../shape/calls';
import type { Read } from './answer';
import type { ModelRequest } from './model';
import { readChat, readEmbeddings, readResponse } from './openai-answers';
import { StainlessInstrumentation } from './stainless';

interface Client {
  readonly Chat?: { readonly Completions?: { prototype?: object } };
  readonly Completions?: { prototype?: object };
  readonly Embeddings?: { prototype?: object };
  readonly Responses?: { prototype?: object };
}

/** Clients of other providers' APIs are this one with another address. */
const PROVIDERS: readonly [RegExp, string][] = [
  [/(?:^|\.)openai\.azure\.com$|\.azure\.com$/, 'azure.ai.openai'],
  [/(?:^|\.)groq\.com$/, 'groq'],
  [/(?:^|\.)mistral\.ai$/, 'mistral_ai'],
  [/(?:^|\.)deepseek\.com$/, 'deepseek'],
  [/(?:^|\.)x\.ai$/, 'x_ai'],
  [/(?:^|\.)perplexity\.ai$/, 'perplexity'],
];

/** The realtime API is left out: a session is one connection for minutes, with no call that a span could be of. */
export class OpenAIInstrumentation extends StainlessInstrumentation {
  protected override readonly provider = 'openai';

  constructor(config?: object) {
    super('openai', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: { OpenAI?: Client; default?: Client }): unknown => {
      const client = exports.OpenAI ?? exports.default;
      follow(client?.Chat?.Completions?.prototype, 'create', this.#calls('chat', readChat));
      follow(client?.Completions?.prototype, 'create', this.#calls('text_completion', readChat));
      follow(client?.Embeddings?.prototype, 'create', this.#calls('embeddings', readEmbeddings));
      follow(client?.Responses?.prototype, 'create', this.#calls('chat', readResponse));
      return exports;
    };
    return [{ name: 'openai', versions: ['>=4.19.0 <8'], patch }];
  }

  #calls(operation: ModelRequest['operation'], read: Read): Begin {
    return this.calls(operation, read, (client) => ({ provider: providerOf(client?.baseURL) }));
  }
}

function providerOf(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  return PROVIDERS.find(([host]) => host.test(hostname))?.[1];
}
