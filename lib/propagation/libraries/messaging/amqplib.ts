import { attempt } from '../../../attempt';
import { looksLike } from '../../../context';
import { runAsConsumer } from '../../run-as-consumer';
import { carrierFrom, withRequestId } from '../../headers';
import { bindsCallbacks, eachOf } from '../binding';
import { patchClass, type Library } from '../library';

interface Options {
  headers?: Record<string, unknown>;
}
interface Message {
  properties?: Options;
}
type OnMessage = (this: unknown, message: Message | null, ...rest: unknown[]) => unknown;

/**
 * instrumentation-amqplib makes the spans; the request ID goes along in a header of its own. A confirm channel has a
 * `publish` of its own, which calls that of its parent.
 */
function patchModel(exports: { Channel?: { prototype?: object } }): unknown {
  patchClass(exports.Channel, {
    publish: (original) =>
      function (exchange, key, content, options?: Options, ...rest) {
        const headers = attempt(() => withRequestId(options?.headers), options?.headers);
        return original.call(
          this,
          exchange,
          key,
          content,
          headers === options?.headers ? options : { ...options, headers },
          ...rest,
        ) as unknown;
      },
    consume: (original) =>
      function (queue, onMessage: OnMessage, ...rest) {
        if (typeof onMessage !== 'function') return original.call(this, queue, onMessage, ...rest) as unknown;
        return original.call(
          this,
          queue,
          looksLike(onMessage, function (this: unknown, message: Message | null, ...others: unknown[]) {
            const handle = (): unknown => onMessage.call(this, message, ...others);
            const headers = message?.properties?.headers;
            // Null means that the broker has cancelled the consumer.
            return message === null
              ? handle()
              : runAsConsumer(
                  carrierFrom((name) => headers?.[name]),
                  handle,
                );
          }),
          ...rest,
        ) as unknown;
      },
  });
  return exports;
}

export const amqplib: Library = {
  name: 'amqplib',
  versions: ['>=0.5.5 <3'],
  files: {
    // Callbacks of commands, and those of confirmed messages, are called when the broker's answer comes on the
    // connection.
    'amqplib/lib/channel.js': (exports: { Channel?: { prototype?: object } }) => {
      patchClass(exports.Channel, eachOf(['_rpc', 'pushConfirmCallback'], bindsCallbacks));
      return exports;
    },
    'amqplib/lib/channel_model.js': patchModel,
    'amqplib/lib/callback_model.js': patchModel,
  },
};
