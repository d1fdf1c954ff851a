import { withExports } from '../../module-exports';
import type { PatchedPackage } from '../../package-hooks';
import type { Known } from '../models/answer';
import { followingOf } from '../models/calls';
import type { Inference } from '../models/inference';
import { ModelInstrumentation } from '../models/model';
import { follow, followedCalls, type Call } from '../shape/calls';
import { observedStream } from './observed-stream';

type Method = (...args: any[]) => unknown;
interface Model {
  readonly modelId?: unknown;
  readonly provider?: unknown;
}

interface Options {
  readonly model?: unknown;
  /** Spans of its own, if the app asks for them. */
  readonly experimental_telemetry?: { readonly isEnabled?: unknown };
}

const FUNCTIONS = ['generateText', 'streamText', 'generateObject', 'streamObject', 'embed', 'embedMany'];
const METHODS = ['doGenerate', 'doStream', 'doEmbed'];

/**
 * The Vercel AI SDK: the calls of models that its functions make, by the interface that models of all of its versions
 * have. Its own telemetry, which an app turns on, is left to the app.
 */
export class AiSdkInstrumentation extends ModelInstrumentation {
  protected override readonly provider = 'vercel';

  constructor(config?: object) {
    super('ai', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: Record<string, unknown>): unknown => {
      const replaced = FUNCTIONS.flatMap((name) => {
        const original = exports[name];
        if (typeof original !== 'function') return [];
        const value = followedCalls(original as Method, (_self, args) => {
          const [options] = args as [Options | undefined];
          if (options?.experimental_telemetry?.isEnabled === true) return undefined;
          const model = this.#seen(options?.model);
          if (model !== options?.model) args[0] = { ...options, model };
          return undefined;
        });
        return [[name, value] as const];
      });
      return withExports(exports, Object.fromEntries(replaced));
    };
    return [{ name: 'ai', versions: ['>=4 <8'], patch }];
  }

  /** A model whose calls are followed: those of its class, or one that stands for an object with its own methods. */
  #seen(model: unknown): unknown {
    if (typeof model !== 'object' || model === null) return model;
    const own = METHODS.filter((name) => Object.hasOwn(model, name) && typeof (model as any)[name] === 'function');
    if (own.length === 0) {
      let prototype = Object.getPrototypeOf(model) as object | null;
      for (; prototype && prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype) as object | null)
        for (const name of METHODS) follow(prototype, name, (self) => this.#call(self, name));
      return model;
    }
    return new Proxy(model, {
      get: (target, name) => {
        const value = Reflect.get(target, name) as unknown;
        if (typeof name !== 'string' || !own.includes(name) || typeof value !== 'function') return value;
        return followedCalls((value as Method).bind(target), () => this.#call(target, name));
      },
    });
  }

  #call({ modelId, provider }: Model, method: string): Call | undefined {
    const inference = this.begin({
      operation: method === 'doEmbed' ? 'embeddings' : 'chat',
      model: modelId,
      isStream: method === 'doStream',
      provider: typeof provider === 'string' ? provider.split('.', 1)[0] : undefined,
    });
    if (!inference) return undefined;
    return {
      run: (act) => inference.run(act),
      failed: (error) => inference.fail(error),
      result: (value) =>
        isThenable(value)
          ? value.then(
              (result) => answered(inference, result),
              (error) => {
                inference.fail(error);
                throw error;
              },
            )
          : value,
    };
  }
}

const isThenable = (value: unknown): value is Promise<unknown> =>
  typeof (value as Promise<unknown> | undefined)?.then === 'function';

function answered(inference: Inference, result: unknown): unknown {
  const { stream } = (result ?? {}) as { stream?: unknown };
  if (stream instanceof ReadableStream)
    return {
      ...(result as object),
      stream: observedStream(stream, followingOf(inference, read)),
    };
  inference.answered(read, result);
  return result;
}

/** A result, or a part of a stream. The shape of its usage differs from version to version. */
function read({ type, id, modelId, finishReason, usage, response, embeddings }: any): Known {
  const isAbout = type === 'response-metadata';
  const total = (tokens: any): unknown => tokens?.total ?? tokens;
  return {
    id: isAbout ? id : response?.id,
    model: isAbout ? modelId : response?.modelId,
    finished: finishReason?.unified ?? finishReason,
    input: total(usage?.inputTokens) ?? usage?.promptTokens ?? usage?.tokens,
    output: total(usage?.outputTokens) ?? usage?.completionTokens,
    cacheRead: usage?.inputTokens?.cacheRead ?? usage?.cachedInputTokens,
    reasoning: usage?.outputTokens?.reasoning ?? usage?.reasoningTokens,
    dimensions: embeddings?.[0]?.length,
  };
}
