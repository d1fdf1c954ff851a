import type { PatchedPackage } from '../../package-hooks';
import { follow, type Begin } from '../shape/calls';
import type { Known, Read } from './answer';
import { followAnswer } from './calls';
import { ModelInstrumentation, type ModelRequest } from './model';

interface Models {
  readonly apiClient?: { isVertexAI?(): boolean; getBaseUrl?(): unknown; getRequestUrl?(): unknown };
}

/**
 * @google/genai: its public methods are functions of each object, which call these of the class, once for each request
 * of a call that runs functions of the app.
 */
export class GoogleGenaiInstrumentation extends ModelInstrumentation {
  protected override readonly provider = 'gcp.gemini';

  constructor(config?: object) {
    super('google-genai', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: { Models?: { prototype?: object } }): unknown => {
      const models = exports.Models?.prototype;
      follow(models, 'generateContentInternal', this.#calls('generate_content', readContent));
      follow(models, 'generateContentStreamInternal', this.#calls('generate_content', readContent, true));
      follow(models, 'embedContentInternal', this.#calls('embeddings', readEmbeddings));
      return exports;
    };
    return [{ name: '@google/genai', versions: ['>=0.8 <4'], patch }];
  }

  #calls(operation: ModelRequest['operation'], read: Read, isStream = false): Begin {
    return ({ apiClient }: Models, [params]: [{ model?: unknown; config?: unknown } | undefined]) => {
      const inference = this.begin({
        operation,
        model: params?.model,
        settings: [params?.config],
        params,
        isStream,
        url: apiClient?.getBaseUrl?.() ?? apiClient?.getRequestUrl?.(),
        provider: apiClient?.isVertexAI?.() ? 'gcp.vertex_ai' : undefined,
      });
      return inference && followAnswer(inference, read);
    };
  }
}

const readContent = ({ responseId, modelVersion, candidates, usageMetadata: usage }: any): Known => ({
  id: responseId,
  model: modelVersion,
  finished: Array.isArray(candidates)
    ? candidates.map(({ finishReason }: any) => (finishReason as string | undefined)?.toLowerCase())
    : undefined,
  input: usage?.promptTokenCount,
  output:
    usage?.candidatesTokenCount === undefined
      ? undefined
      : Number(usage.candidatesTokenCount) + (Number(usage.thoughtsTokenCount) || 0),
  cacheRead: usage?.cachedContentTokenCount,
  reasoning: usage?.thoughtsTokenCount,
});

const readEmbeddings = ({ embeddings }: any): Known => ({
  input: embeddings?.[0]?.statistics?.tokenCount,
  dimensions: embeddings?.[0]?.values?.length,
});
