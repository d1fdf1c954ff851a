import { attempt } from '../../../attempt';
import { runAsConsumer } from '../../run-as-consumer';
import { carrierFrom, headersOf } from '../../headers';
import { consume, produce } from '../../messaging';
import { bindsCallbacks, eachOf } from '../binding';
import { defaultOf, patchClass, type Library } from '../library';

interface Client {
  options?: { protocolVersion?: number };
}
interface Options {
  properties?: { userProperties?: Record<string, unknown> };
}

const VERSION_WITH_PROPERTIES = 5;

const hasProperties = (client: Client): boolean => client.options?.protocolVersion === VERSION_WITH_PROPERTIES;

/**
 * MQTT 5 has user properties. In messages of earlier versions there is no place for context but the payload, which is
 * the app's: they belong to no request, not to that of the code that opened the connection either.
 * https://github.com/w3c/trace-context-mqtt
 */
export const mqtt: Library = {
  name: 'mqtt',
  versions: ['>=4'],
  patch(exports) {
    const main = defaultOf(exports) as Record<string, unknown> | undefined;
    patchClass((exports.MqttClient ?? main?.MqttClient ?? main?.Client) as { prototype?: object } | undefined, {
      publish: (original) =>
        bindsCallbacks(function (this: Client, topic: unknown, message: unknown, ...rest: unknown[]) {
          if (!hasProperties(this) || typeof topic !== 'string')
            return original.call(this, topic, message, ...rest) as unknown;
          const [options, ...others] = typeof rest[0] === 'function' ? [undefined, ...rest] : rest;
          return produce(
            { system: 'mqtt', destination: topic },
            (carrier) =>
              original.call(
                this,
                topic,
                message,
                attempt(() => withProperties(options as Options, headersOf(carrier)), options),
                ...others,
              ) as unknown,
          );
        }),
      // Their callbacks are called when the broker's answer comes on the connection.
      ...eachOf(['subscribe', 'unsubscribe', 'end'], bindsCallbacks),
      emit: (original) =>
        function (this: Client, event: unknown, ...args: unknown[]) {
          const emit = (): unknown => original.call(this, event, ...args) as unknown;
          if (event !== 'message') return emit();
          if (!hasProperties(this)) return runAsConsumer({}, emit);
          const properties = (args[2] as Options | undefined)?.properties?.userProperties;
          return consume(
            { system: 'mqtt', destination: String(args[0]) },
            [carrierFrom((name) => properties?.[name])],
            emit,
          );
        },
    });
    return exports as unknown;
  },
};

/** Options with properties; those that the app has set stay. */
function withProperties(options: Options | null | undefined, properties: Record<string, string>): Options {
  const userProperties = { ...properties, ...options?.properties?.userProperties };
  return Object.keys(userProperties).length === 0
    ? (options ?? {})
    : { ...options, properties: { ...options?.properties, userProperties } };
}
