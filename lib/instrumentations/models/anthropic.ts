import type { PatchedPackage } from '../../package-hooks';
import { follow } from '../shape/calls';
import type { Known } from './answer';
import { StainlessInstrumentation } from './stainless';

interface Client {
  readonly Messages?: { prototype?: object };
  readonly Beta?: { readonly Messages?: { prototype?: object } };
}

/** @anthropic-ai/sdk: messages, those of its beta, and its helper for streams, which creates one. Later versions make
 * their spans themselves: then calls are measured only. */
export class AnthropicInstrumentation extends StainlessInstrumentation {
  protected override readonly provider = 'anthropic';

  constructor(config?: object) {
    super('anthropic', config);
  }

  protected override packages(): PatchedPackage[] {
    const patch = (exports: { Anthropic?: Client; default?: Client }): unknown => {
      const client = exports.Anthropic ?? exports.default;
      const create = this.calls('chat', read, (owner) => ({ isMeasuredOnly: Boolean(owner?._tracer) }));
      follow(client?.Messages?.prototype, 'create', create);
      follow(client?.Beta?.Messages?.prototype, 'create', create);
      return exports;
    };
    return [{ name: '@anthropic-ai/sdk', versions: ['>=0.9 <2'], patch }];
  }
}

/** A message, or an event of a streamed one: `message_start` has it, `message_delta` what it came to. */
function read(body: any): Known {
  const message = body.message ?? body;
  const usage = body.usage ?? message.usage;
  const input = usage?.input_tokens as unknown;
  const cacheRead = usage?.cache_read_input_tokens as unknown;
  const cacheWrite = usage?.cache_creation_input_tokens as unknown;
  return {
    id: message.type === 'message' ? message.id : undefined,
    model: message.model,
    finished: body.delta?.stop_reason ?? message.stop_reason,
    // Its own count is without those of caches, that of the conventions with them.
    input: typeof input === 'number' ? input + (Number(cacheRead) || 0) + (Number(cacheWrite) || 0) : undefined,
    output: usage?.output_tokens,
    cacheRead,
    cacheWrite,
  };
}
