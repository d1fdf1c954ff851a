import type { Begin } from '../shape/calls';
import type { Read } from './answer';
import { followLazily } from './calls';
import { ModelInstrumentation, type ModelRequest } from './model';

/** The client that a resource belongs to. */
export interface Client {
  readonly baseURL?: unknown;
  /** Later versions of Anthropic's make spans themselves. */
  readonly _tracer?: unknown;
}

/** A client that Stainless has generated: its resources know the client, and their calls give an APIPromise. */
export abstract class StainlessInstrumentation extends ModelInstrumentation {
  /** @param more What else is known of a call, by its client. */
  protected calls(
    operation: ModelRequest['operation'],
    read: Read,
    more: (client: Client | undefined) => Partial<ModelRequest> = () => ({}),
  ): Begin {
    return (self: { _client?: Client } | undefined, [params]: [Record<string, unknown> | undefined]) => {
      const client = self?._client;
      const inference = this.begin({
        operation,
        model: params?.model,
        settings: [params],
        isStream: params?.stream === true,
        url: client?.baseURL,
        ...more(client),
      });
      return inference && followLazily(inference, read);
    };
  }
}
