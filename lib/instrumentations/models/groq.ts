import type { PatchedPackage } from '../../package-hooks';
import { follow } from '../shape/calls';
import type { Read } from './answer';
import type { ModelRequest } from './model';
import { readChat, readEmbeddings } from './openai-answers';
import { StainlessInstrumentation } from './stainless';

/** groq-sdk: the resources have no place among its exports in later versions, so their files are patched. */
export class GroqInstrumentation extends StainlessInstrumentation {
  protected override readonly provider = 'groq';

  constructor(config?: object) {
    super('groq', config);
  }

  protected override packages(): PatchedPackage[] {
    const of = (operation: ModelRequest['operation'], read: Read, name: string) => (exports: any) => {
      follow(exports[name]?.prototype, 'create', this.calls(operation, read));
      return exports as unknown;
    };
    const chat = of('chat', readChat, 'Completions');
    const embeddings = of('embeddings', readEmbeddings, 'Embeddings');
    const file = (name: string, kind: string): string => `groq-sdk/resources/${name}.${kind}`;
    return [
      {
        name: 'groq-sdk',
        versions: ['>=0.5 <2'],
        files: Object.fromEntries(
          ['js', 'mjs'].flatMap((kind) => [
            [file('chat/completions', kind), chat],
            [file('embeddings', kind), embeddings],
          ]),
        ),
      },
    ];
  }
}
