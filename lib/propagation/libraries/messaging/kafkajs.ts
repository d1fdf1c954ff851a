import { attempt } from '../../../attempt';
import { looksLike } from '../../../context';
import { commonRequest } from '../../messaging';
import { runAsConsumer } from '../../run-as-consumer';
import { carrierFrom, withRequestId } from '../../headers';
import { patchClass, patchOnce, type Library } from '../library';

interface Message {
  headers?: Record<string, unknown>;
}
interface Topic {
  messages?: Message[];
}
interface Batch {
  topicMessages?: Topic[];
}
interface Config {
  eachMessage?: Handler<{ message: Message }>;
  eachBatch?: Handler<{ batch: { messages: Message[] } }>;
}
type Handler<T> = (this: unknown, payload: T, ...rest: unknown[]) => unknown;

/**
 * A copy (as kafkajs makes them) that has the ID of the request in its headers: the app may send the same message
 * again, for another request.
 */
function slot(message: Message): Message {
  const headers = withRequestId(message.headers);
  return headers === message.headers ? message : { ...message, headers };
}

const markTopic = <T extends Topic>(topic: T): T =>
  attempt(() => ({ ...topic, messages: topic.messages!.map(slot) }), topic);
const markBatch = <T extends Batch>(batch: T): T =>
  attempt(() => ({ ...batch, topicMessages: batch.topicMessages!.map(markTopic) }), batch);

const requestOfMessage = ({ headers }: Message) => carrierFrom((name) => headers?.[name]);

function markSends(sender: object, more: Parameters<typeof patchOnce>[1] = {}): void {
  patchOnce(sender, {
    send: (send) =>
      function (topic: Topic, ...rest) {
        return send.call(this, markTopic(topic), ...rest) as unknown;
      },
    sendBatch: (send) =>
      function (batch: Batch, ...rest) {
        return send.call(this, markBatch(batch), ...rest) as unknown;
      },
    ...more,
  });
}

/**
 * instrumentation-kafkajs makes the spans; the request ID goes along in a header of its own. A batch has a trace of its
 * own, with a span for each message, linked to its sender; it belongs to a request if all of its messages do.
 */
export const kafkajs: Library = {
  name: 'kafkajs',
  versions: ['>=1 <3'],
  patch(exports) {
    patchClass(exports.Kafka, {
      producer: (original) =>
        function (...args) {
          const producer = original.apply(this, args) as object;
          markSends(producer, {
            transaction: (begin) =>
              async function (...rest) {
                const transaction = await (begin.apply(this, rest) as Promise<object>);
                markSends(transaction);
                return transaction;
              },
          });
          return producer;
        },
      consumer: (original) =>
        function (...args) {
          const consumer = original.apply(this, args) as object;
          patchOnce(consumer, {
            run: (run) =>
              function (config?: Config, ...rest) {
                const { eachMessage, eachBatch } = config ?? {};
                const each =
                  eachMessage &&
                  looksLike(eachMessage, function (this: unknown, payload: { message: Message }, ...others: unknown[]) {
                    return runAsConsumer(
                      attempt(() => requestOfMessage(payload.message), {}),
                      () => eachMessage.call(this, payload, ...others),
                    );
                  });
                const all =
                  eachBatch &&
                  looksLike(
                    eachBatch,
                    function (this: unknown, payload: { batch: { messages: Message[] } }, ...others: unknown[]) {
                      return runAsConsumer(
                        attempt(() => commonRequest(payload.batch.messages.map(requestOfMessage)), {}),
                        () => eachBatch.call(this, payload, ...others),
                      );
                    },
                  );
                // What is inherited stays: a configuration may be an object of a class.
                return run.call(
                  this,
                  each || all
                    ? Object.assign(
                        Object.create(config!) as Config,
                        each && { eachMessage: each },
                        all && { eachBatch: all },
                      )
                    : config,
                  ...rest,
                ) as unknown;
              },
          });
          return consumer;
        },
    });
    return exports as unknown;
  },
};
