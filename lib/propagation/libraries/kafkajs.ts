import { patchMethod } from '../../http/patch';
import { deliver } from '../deliver';
import { carrierFrom, withRequestId } from '../headers';
import { patchClass, type Library } from './library';

interface Message { headers?: Record<string, unknown> }
interface Topic { messages?: Message[] }
type Handler = (payload: { message: Message }) => unknown;

const stamp = <T extends Topic>(topic: T): T => (Array.isArray(topic?.messages) ? { ...topic, messages: topic.messages.map((message) => ({ ...message, headers: withRequestId(message.headers) })) } : topic);

/** instrumentation-kafkajs makes the spans; the request ID goes along in a header of its own. A batch is nobody's in particular. */
export const kafkajs: Library = {
  name: 'kafkajs', versions: ['>=1 <3'],
  patch(exports) {
    patchClass(exports.Kafka, {
      producer: (original) => function (...args) {
        const producer = original.apply(this, args) as object;
        const stampSends = (sender: object) => {
          patchMethod(sender, 'send', (send) => function (this: unknown, topic: Topic, ...rest) { return send.call(this, stamp(topic), ...rest) as unknown; });
          patchMethod(sender, 'sendBatch', (send) => function (this: unknown, batch: { topicMessages?: Topic[] }, ...rest) {
            return send.call(this, { ...batch, topicMessages: batch?.topicMessages?.map(stamp) }, ...rest) as unknown;
          });
        };
        stampSends(producer);
        patchMethod(producer, 'transaction', (begin) => async function (this: unknown, ...rest) {
          const transaction = await (begin.apply(this, rest) as Promise<object>);
          stampSends(transaction);
          return transaction;
        });
        return producer;
      },
      consumer: (original) => function (...args) {
        const consumer = original.apply(this, args) as object;
        patchMethod(consumer, 'run', (run) => function (this: unknown, config?: { eachMessage?: Handler; eachBatch?: (payload: unknown) => unknown }, ...rest) {
          const { eachMessage, eachBatch } = config ?? {};
          const wrapped = {
            ...config,
            ...(eachMessage && { eachMessage: (payload: { message: Message }) => deliver(carrierFrom((name) => payload.message.headers?.[name]), () => eachMessage(payload)) }),
            ...(eachBatch && { eachBatch: (payload: unknown) => deliver({}, () => eachBatch(payload)) }),
          };
          return run.call(this, config && wrapped, ...rest) as unknown;
        });
        return consumer;
      },
    });
    return exports as unknown;
  },
};
