import type { PatchedPackage } from '../../package-hooks';
import { follow, type Begin } from '../shape/calls';
import type { Known } from './answer';
import { followAnswer } from './calls';
import { ModelInstrumentation, type ModelRequest } from './model';

interface Client {
  readonly _options?: { readonly environment?: unknown; readonly baseUrl?: unknown };
}

const METHODS: readonly [string, ModelRequest['operation'], boolean][] = [
  ['chat', 'chat', false],
  ['chatStream', 'chat', true],
  ['generate', 'text_completion', false],
  ['generateStream', 'text_completion', true],
  ['embed', 'embeddings', false],
  ['rerank', 'rerank', false],
];

/**
 * cohere-ai: what its methods return later waits for what they do in methods of their own (`__chat`), which are
 * followed where there are such.
 */
export class CohereInstrumentation extends ModelInstrumentation {
  protected override readonly provider = 'cohere';

  constructor(config?: object) {
    super('cohere', config);
  }

  protected override packages(): PatchedPackage[] {
    const client = (name: string) => (exports: any) => {
      const prototype = exports[name]?.prototype as object | undefined;
      for (const [method, operation, isStream] of METHODS)
        follow(
          prototype,
          prototype !== undefined && `__${method}` in prototype ? `__${method}` : method,
          this.#calls(operation, isStream),
        );
      return exports as unknown;
    };
    const name = 'cohere-ai';
    return [
      {
        name,
        versions: ['>=7 <9'],
        files: {
          [`${name}/Client.js`]: client('CohereClient'),
          [`${name}/api/resources/v2/client/Client.js`]: (exports: any) => {
            client('V2Client')(exports);
            return client('V2')(exports);
          },
        },
      },
    ];
  }

  #calls(operation: ModelRequest['operation'], isStream: boolean): Begin {
    return (self: Client | undefined, [request]: [Record<string, unknown> | undefined]) => {
      const { baseUrl, environment } = self?._options ?? {};
      const inference = this.begin({
        operation,
        model: request?.model,
        settings: [request],
        isStream,
        url: baseUrl ?? environment ?? 'https://api.cohere.com',
      });
      return inference && followAnswer(inference, read, (result: any) => (result.data ?? result) as unknown);
    };
  }
}

/** A body may be in `data`; what a stream comes to is in its last event: `response` in version 1, `delta` in 2. */
function read(body: any): Known {
  const it = body.data?.meta || body.data?.usage || body.data?.id ? body.data : body;
  const end = it.response ?? it.delta ?? it;
  const usage = end.usage ?? end.meta;
  const reason = end.finishReason ?? it.finishReason;
  return {
    id: it.id ?? end.generationId ?? end.responseId,
    finished: typeof reason === 'string' ? reason.toLowerCase() : undefined,
    input: usage?.tokens?.inputTokens ?? usage?.billedUnits?.inputTokens,
    output: usage?.tokens?.outputTokens ?? usage?.billedUnits?.outputTokens,
  };
}
