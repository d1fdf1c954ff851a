import { attempt } from '../../attempt';
import type { Patch, PatchedPackage } from '../../package-hooks';
import type { Known } from '../models/answer';
import { followAnswer } from '../models/calls';
import { ModelInstrumentation } from '../models/model';
import { follow, type Call } from '../shape/calls';
import { documentsFound, followStep, type Step } from './step';

interface ChatModel {
  readonly model?: unknown;
  readonly modelName?: unknown;
  _llmType?(): string;
}

const CORE = '@langchain/core';
const GRAPH = '@langchain/langgraph';

/** What LangChain calls providers that the conventions have another name for. */
const PROVIDERS: Readonly<Record<string, string>> = {
  mistralai: 'mistral_ai',
  mistral: 'mistral_ai',
  google: 'gcp.gemini',
  googlegenerativeai: 'gcp.gemini',
  bedrock: 'aws.bedrock',
  azure_openai: 'azure.ai.openai',
};

/**
 * LangChain and LangGraph: calls of chat models, which are one with those of the client below, tools, retrievers and
 * runs of graphs.
 */
export class LangchainInstrumentation extends ModelInstrumentation {
  protected override readonly provider = 'langchain';

  constructor(config?: object) {
    super('langchain', config);
  }

  protected override packages(): PatchedPackage[] {
    const chatModels: Patch = (exports) => {
      const prototype = exports.BaseChatModel?.prototype as object | undefined;
      follow(prototype, '_generateUncached', (self, [, options]) => this.#model(self, options, false));
      follow(prototype, '_streamIterator', (self, [, options]) => this.#model(self, options, true));
      return exports as unknown;
    };
    const step =
      (classes: readonly string[], methods: readonly string[], describe: (self: any) => Step): Patch =>
      (exports) => {
        for (const name of classes)
          for (const method of methods)
            follow(exports[name]?.prototype, method, (self) =>
              this.isEnabled() ? followStep(this.tracer, self, describe(self)) : undefined,
            );
        return exports as unknown;
      };
    const tools = step(['StructuredTool', 'DynamicTool'], ['invoke', 'call'], ({ name }) => ({
      operation: 'execute_tool',
      name,
      attributes: { 'gen_ai.tool.type': 'function' },
    }));
    const retrievers = step(['BaseRetriever'], ['invoke', 'getRelevantDocuments'], (self) => ({
      operation: 'retrieval',
      name: attempt(() => self.constructor.name as unknown),
      found: documentsFound,
    }));
    const graphs = step(['Pregel'], ['invoke', 'stream'], ({ name }) => ({ operation: 'invoke_agent', name }));
    const files = (folder: string, patch: Patch) =>
      ['cjs', 'js'].map((kind) => [`${CORE}/dist/${folder}.${kind}`, patch] as const);
    return [
      {
        name: CORE,
        versions: ['>=0.1 <2'],
        files: Object.fromEntries([
          ...files('language_models/chat_models', chatModels),
          ...files('tools/index', tools),
          ...files('retrievers/index', retrievers),
        ]),
      },
      {
        name: GRAPH,
        versions: ['>=0.1 <2'],
        files: Object.fromEntries(['cjs', 'js'].map((kind) => [`${GRAPH}/dist/pregel/index.${kind}`, graphs])),
      },
    ];
  }

  #model(self: ChatModel, options: unknown, isStream: boolean): Call | undefined {
    const type = (attempt(() => self._llmType?.()) ?? '').replace(/[-_]?chat$|^chat[-_]/, '');
    const inference = this.begin({
      operation: 'chat',
      model: self.model ?? self.modelName,
      settings: [options, self],
      isStream,
      provider: PROVIDERS[type] ?? (type || undefined),
    });
    return inference && followAnswer(inference, read);
  }
}

/** A chunk of a message, or all that was generated. */
function read(body: any): Known {
  const generation = body.generations?.[0]?.[0];
  const message = generation?.message ?? body;
  const { usage_metadata: usage, response_metadata: meta, id } = message;
  const tokens = body.llmOutput?.tokenUsage;
  return {
    id,
    model: meta?.model_name ?? meta?.model,
    finished: meta?.finish_reason ?? meta?.stop_reason ?? generation?.generationInfo?.finish_reason,
    input: usage?.input_tokens ?? tokens?.promptTokens,
    output: usage?.output_tokens ?? tokens?.completionTokens,
    cacheRead: usage?.input_token_details?.cache_read,
    reasoning: usage?.output_token_details?.reasoning,
  };
}
