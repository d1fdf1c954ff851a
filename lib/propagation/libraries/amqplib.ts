import { deliver } from '../deliver';
import { carrierFrom, withRequestId } from '../headers';
import { patchClass, type Library } from './library';

interface Message { properties?: { headers?: Record<string, unknown> } }
type OnMessage = (this: unknown, message: Message | null) => unknown;

/** instrumentation-amqplib makes the spans; the request ID goes along in a header of its own. */
function patchModel(exports: { Channel?: { prototype?: object }; ConfirmChannel?: { prototype?: object } }): unknown {
  const publish = (original: (...args: any[]) => any) => function (this: unknown, exchange: unknown, key: unknown, content: unknown, options?: { headers?: Record<string, unknown> }, ...rest: unknown[]) {
    const headers = withRequestId(options?.headers);
    return original.call(this, exchange, key, content, headers === options?.headers ? options : { ...options, headers }, ...rest) as unknown;
  };
  patchClass(exports.Channel, {
    publish,
    consume: (original) => function (queue, onMessage: OnMessage, ...rest) {
      const wrapped: OnMessage = function (message) {
        const headers = message?.properties?.headers;
        return message === null ? onMessage.call(this, message) : deliver(carrierFrom((name) => headers?.[name]), () => onMessage.call(this, message));
      };
      return original.call(this, queue, typeof onMessage === 'function' ? wrapped : onMessage, ...rest) as unknown;
    },
  });
  // A confirm channel that has a method of its own calls its parent's.
  return exports;
}

export const amqplib: Library = {
  name: 'amqplib', versions: ['>=0.5.5 <3'],
  files: { 'amqplib/lib/channel_model.js': patchModel, 'amqplib/lib/callback_model.js': patchModel },
};
