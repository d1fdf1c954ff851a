import type { Patch, PatchedPackage } from '../../package-hooks';
import { follow, type Begin } from '../shape/calls';
import type { Known } from './answer';
import { followAnswer } from './calls';
import { ModelInstrumentation, type ModelRequest } from './model';

interface Resource {
  readonly _baseURL?: unknown;
}

const NAME = '@mistralai/mistralai';

/** @mistralai/mistralai: its resources have files of their own, as ES modules since 2. */
export class MistralInstrumentation extends ModelInstrumentation {
  protected override readonly provider = 'mistral_ai';

  constructor(config?: object) {
    super('mistral', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch =
      (resource: string, operation: ModelRequest['operation'], methods: readonly string[]): Patch =>
      (exports) => {
        for (const name of methods)
          follow(exports[resource]?.prototype, name, this.#calls(operation, name.toLowerCase().endsWith('stream')));
        return exports as unknown;
      };
    const resources: readonly [string, Patch][] = [
      ['chat', patch('Chat', 'chat', ['complete', 'stream', 'parse', 'parseStream'])],
      ['agents', patch('Agents', 'chat', ['complete', 'stream'])],
      ['fim', patch('Fim', 'text_completion', ['complete', 'stream'])],
      ['embeddings', patch('Embeddings', 'embeddings', ['create'])],
    ];
    const files = ['', 'esm/'].flatMap((folder) =>
      resources.map(([file, its]) => [`${NAME}/${folder}sdk/${file}.js`, its] as const),
    );
    return [{ name: NAME, versions: ['>=1 <3'], files: Object.fromEntries(files) }];
  }

  #calls(operation: ModelRequest['operation'], isStream: boolean): Begin {
    return (self: Resource | undefined, [request]: [Record<string, unknown> | undefined]) => {
      const inference = this.begin({
        operation,
        model: request?.model ?? request?.agentId,
        settings: [request],
        isStream,
        url: self?._baseURL,
      });
      return inference && followAnswer(inference, read);
    };
  }
}

/** Chunks of streams are in `data`. */
function read(body: any): Known {
  const { id, model, choices, usage, data } = body;
  if (id === undefined && data?.id !== undefined) return read(data);
  return {
    id,
    model,
    finished: Array.isArray(choices) ? choices.map((choice: any) => choice.finishReason as unknown) : undefined,
    input: usage?.promptTokens,
    output: usage?.completionTokens,
    dimensions: data?.[0]?.embedding?.length,
  };
}
