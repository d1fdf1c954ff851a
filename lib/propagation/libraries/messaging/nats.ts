import { attempt } from '../../../attempt';
import { looksLike, type Carrier } from '../../../context';
import { carrierFrom, headersOf } from '../../headers';
import { consume, produce } from '../../messaging';
import { patchClass, type Library } from '../library';
import { readInTurns } from './nats-loop';

/** What headers of NATS have; a class of the package makes them. */
interface Headers {
  readonly code?: number;
  readonly description?: string;
  keys(): string[];
  values(key: string): string[];
  get(key: string): string;
  has(key: string): boolean;
  append(key: string, value: string): void;
}
export interface Message {
  readonly subject?: string;
  readonly reply?: string;
  readonly headers?: Headers;
}
interface Options {
  headers?: Headers;
  callback?: (error: unknown, message?: Message, ...rest: unknown[]) => unknown;
}
interface Connection {
  options?: { inboxPrefix?: string };
  info?: { headers?: boolean; max_payload?: number };
}
type MakeHeaders = (code?: number, description?: string) => Headers;

/** Whether a subject is of the app's making: answers go to inboxes, and what begins with `$` is the server's. */
const isApps = (subject: unknown, { options }: Connection): subject is string =>
  typeof subject === 'string' &&
  !subject.startsWith('$') &&
  !subject.startsWith(`${options?.inboxPrefix ?? '_INBOX'}.`);

export const carrierOf = ({ headers }: Message): Carrier =>
  attempt(() => carrierFrom((name) => headers?.get(name)), {});

/**
 * Options with headers in them, the app's own untouched; as they are if the server takes no headers, or no message of
 * that size.
 */
function stamped(
  connection: Connection,
  payload: unknown,
  options: Options | undefined,
  fresh: Record<string, string>,
  make: MakeHeaders,
): Options | undefined {
  const added = Object.entries(fresh).filter(([key]) => !options?.headers?.has(key));
  const { headers: takesHeaders = true, max_payload: limit = Infinity } = connection.info ?? {};
  if (added.length === 0 || !takesHeaders) return options;
  const headers = make(options?.headers?.code, options?.headers?.description);
  for (const key of options?.headers?.keys() ?? [])
    for (const value of options!.headers!.values(key)) headers.append(key, value);
  for (const [key, value] of added) headers.append(key, value);
  const size =
    Buffer.byteLength(String(headers)) +
    (typeof payload === 'string' ? Buffer.byteLength(payload) : ((payload as Uint8Array | undefined)?.length ?? 0));
  return size > limit ? options : { ...options, headers };
}

/** The files of a package of that layout, which all versions have in common. */
function filesIn(folder: string): NonNullable<Library['files']> {
  let make: MakeHeaders | undefined;
  return {
    [`${folder}/headers.js`]: (exports: { headers?: MakeHeaders }) => {
      make = exports.headers;
      return exports;
    },
    // All that is sent goes through the protocol: publish, request, respond, and JetStream's.
    [`${folder}/protocol.js`]: (exports: {
      ProtocolHandler?: { prototype?: object };
      SubscriptionImpl?: { prototype?: object };
    }) => {
      patchClass(exports.ProtocolHandler, {
        publish: (original) =>
          function (this: Connection, subject: unknown, payload: unknown, options?: Options, ...rest: unknown[]) {
            if (!make || !isApps(subject, this))
              return original.call(this, subject, payload, options, ...rest) as unknown;
            return produce(
              { system: 'nats', destination: subject },
              (carrier) =>
                original.call(
                  this,
                  subject,
                  payload,
                  attempt(() => stamped(this, payload, options, headersOf(carrier), make!), options),
                  ...rest,
                ) as unknown,
            );
          },
      });
      readInTurns(exports.SubscriptionImpl);
      return exports;
    },
    [`${folder}/nats.js`]: (exports: { NatsConnectionImpl?: { prototype?: object } }) => {
      patchClass(exports.NatsConnectionImpl, {
        subscribe: (original) =>
          function (this: Connection, subject: unknown, options?: Options, ...rest: unknown[]) {
            const callback = options?.callback;
            if (typeof callback !== 'function' || !isApps(subject, this))
              return original.call(this, subject, options, ...rest) as unknown;
            const wrapped = looksLike(
              callback,
              function (this: unknown, error: unknown, message?: Message, ...others: unknown[]) {
                const handle = (): unknown => callback.call(this, error, message, ...others);
                // JetStream subscribes like an app, and calls the app by itself.
                return error || !message || message.reply?.startsWith('$JS.ACK.')
                  ? handle()
                  : consume({ system: 'nats', destination: message.subject ?? subject }, [carrierOf(message)], handle);
              },
            );
            return original.call(this, subject, { ...options, callback: wrapped }, ...rest) as unknown;
          },
      });
      return exports;
    },
  };
}

/** JetStream's consumers call the app with a message, or with a function of their own. */
function patchConsumers(exports: Record<string, { prototype?: object } | undefined>): unknown {
  for (const Class of [exports.PullConsumerMessagesImpl, exports.PushConsumerMessagesImpl]) {
    patchClass(Class, {
      _push: (original) =>
        function (this: { callback?: unknown }, message: unknown, ...rest: unknown[]) {
          const push = (): unknown => original.call(this, message, ...rest);
          if (typeof this.callback !== 'function' || typeof message !== 'object' || message === null) return push();
          return consume(
            { system: 'nats', destination: (message as Message).subject ?? '' },
            [carrierOf(message as Message)],
            push,
          );
        },
    });
    readInTurns(Class);
  }
  return exports;
}

export const natsCore: Library = {
  name: '@nats-io/nats-core',
  versions: ['>=3'],
  files: filesIn('@nats-io/nats-core/lib'),
};

export const natsJetStream: Library = {
  name: '@nats-io/jetstream',
  versions: ['>=3'],
  files: {
    '@nats-io/jetstream/lib/consumer.js': patchConsumers,
    '@nats-io/jetstream/lib/pushconsumer.js': patchConsumers,
  },
};

export const nats: Library = {
  name: 'nats',
  versions: ['>=2.7 <3'],
  files: {
    ...filesIn('nats/lib/nats-base-client'),
    'nats/lib/nats-base-client/typedsub.js': (exports: { TypedSubscription?: { prototype?: object } }) => {
      readInTurns(exports.TypedSubscription);
      return exports;
    },
    'nats/lib/jetstream/consumer.js': patchConsumers,
  },
};
