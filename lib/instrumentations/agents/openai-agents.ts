import type { PatchedPackage } from '../../package-hooks';
import { follow } from '../shape/calls';
import { OwnInstrumentation } from '../shape/own-instrumentation';
import { followStep } from './step';

/** @openai/agents: runs of agents; the calls of models in them are those of the client. */
export class OpenAIAgentsInstrumentation extends OwnInstrumentation {
  constructor(config?: object) {
    super('openai-agents', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: { Runner?: { prototype?: object } }): unknown => {
      follow(exports.Runner?.prototype, 'run', (self, [agent]: [{ name?: unknown } | undefined]) =>
        this.isEnabled()
          ? followStep(this.tracer, self, {
              operation: 'invoke_agent',
              name: agent?.name,
              attributes: { 'gen_ai.provider.name': 'openai' },
              // Of a streamed run only.
              over: (result: { completed?: unknown }) => result.completed,
            })
          : undefined,
      );
      return exports;
    };
    return [{ name: '@openai/agents-core', versions: ['>=0.0.1 <1'], patch }];
  }
}
