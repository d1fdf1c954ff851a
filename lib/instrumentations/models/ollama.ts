import type { PatchedPackage } from '../../package-hooks';
import { follow, type Begin } from '../shape/calls';
import type { Known } from './answer';
import { followAnswer } from './calls';
import { ModelInstrumentation, type ModelRequest } from './model';

interface Client {
  readonly config?: { readonly host?: unknown };
}

const METHODS: readonly [string, ModelRequest['operation']][] = [
  ['chat', 'chat'],
  ['generate', 'text_completion'],
  ['embed', 'embeddings'],
  ['embeddings', 'embeddings'],
];

/** ollama: its class for Node.js extends the one for browsers, which has these methods. */
export class OllamaInstrumentation extends ModelInstrumentation {
  protected override readonly provider = 'ollama';

  constructor(config?: object) {
    super('ollama', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: { Ollama?: { prototype?: object } }): unknown => {
      let prototype = exports.Ollama?.prototype;
      while (prototype && !Object.hasOwn(prototype, 'chat')) prototype = Object.getPrototypeOf(prototype) as object;
      for (const [name, operation] of METHODS) follow(prototype, name, this.#calls(operation));
      return exports;
    };
    return [{ name: 'ollama', versions: ['>=0.5 <1'], patch }];
  }

  #calls(operation: ModelRequest['operation']): Begin {
    return (self: Client | undefined, [request]: [Record<string, unknown> | undefined]) => {
      const inference = this.begin({
        operation,
        model: request?.model,
        settings: [request?.options],
        params: request,
        isStream: request?.stream === true,
        url: self?.config?.host,
      });
      return inference && followAnswer(inference, read);
    };
  }
}

const read = ({ model, done_reason: reason, prompt_eval_count: input, eval_count: output, ...rest }: any): Known => ({
  model,
  finished: reason,
  input,
  output,
  dimensions: rest.embeddings?.[0]?.length ?? rest.embedding?.length,
});
