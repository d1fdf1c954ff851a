import { deliver } from '../deliver';
import { carrierFrom, headersOf } from '../headers';
import { consume, produce } from '../messaging';
import { defaultOf, patchClass, type Library } from './library';

interface Client { options?: { protocolVersion?: number } }
interface Options { properties?: { userProperties?: Record<string, unknown> } }

/** MQTT 5 has user properties; messages of earlier versions have no place for context, and belong to nobody. */
export const mqtt: Library = {
  name: 'mqtt', versions: ['>=4'],
  patch(exports) {
    patchClass(exports.MqttClient ?? defaultOf(exports)?.MqttClient ?? defaultOf(exports)?.Client, {
      publish: (original) => function (this: Client, topic: unknown, message: unknown, ...rest: unknown[]) {
        if (this.options?.protocolVersion !== 5 || typeof topic !== 'string') return original.call(this, topic, message, ...rest) as unknown;
        const [options, callback] = typeof rest[0] === 'function' ? [undefined, rest[0]] : [rest[0] as Options | undefined, rest[1]];
        return produce({ system: 'mqtt', destination: topic }, (carrier) => {
          const userProperties = { ...headersOf(carrier), ...options?.properties?.userProperties };
          return original.call(this, topic, message, { ...options, properties: { ...options?.properties, userProperties } }, callback) as unknown;
        });
      },
      emit: (original) => function (this: Client, event: unknown, ...args: unknown[]) {
        const emit = (): unknown => original.call(this, event, ...args) as unknown;
        if (event !== 'message') return emit();
        if (this.options?.protocolVersion !== 5) return deliver({}, emit);
        const { userProperties } = (args[2] as Options | undefined)?.properties ?? {};
        return consume({ system: 'mqtt', destination: String(args[0]) }, [carrierFrom((name) => userProperties?.[name])], emit);
      },
    });
    return exports as unknown;
  },
};
