import { attempt } from '../../attempt';
import type { Patch, PatchedPackage } from '../../package-hooks';
import { follow } from '../shape/calls';
import { OwnInstrumentation } from '../shape/own-instrumentation';
import { documentsFound, followStep, type Step } from './step';

const NAME = '@llamaindex/core';

/** LlamaIndex: queries and retrievals; the calls of models in them are those of the clients that it uses. */
export class LlamaindexInstrumentation extends OwnInstrumentation {
  constructor(config?: object) {
    super('llamaindex', config);
  }

  protected override packages(): PatchedPackage[] {
    const steps =
      (className: string, method: string, step: Step): Patch =>
      (exports) => {
        follow(exports[className]?.prototype, method, (self: object) =>
          this.isEnabled()
            ? followStep(this.tracer, self, { ...step, name: attempt(() => self.constructor.name) })
            : undefined,
        );
        return exports as unknown;
      };
    const queries = steps('BaseQueryEngine', 'query', { operation: 'invoke_workflow' });
    const retrievals = steps('BaseRetriever', 'retrieve', { operation: 'retrieval', found: documentsFound });
    const files = ['cjs', 'js'].flatMap((kind) => [
      [`${NAME}/query-engine/dist/index.${kind}`, queries] as const,
      [`${NAME}/retriever/dist/index.${kind}`, retrievals] as const,
    ]);
    return [{ name: NAME, versions: ['>=0.4 <1'], files: Object.fromEntries(files) }];
  }
}
