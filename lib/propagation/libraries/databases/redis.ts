import { attempt } from '../../../attempt';
import { bindToContext } from '../../../context';
import { bindObject, runAs } from '../binding';
import { defaultOf, patchClass, type Library } from '../library';

interface Command {
  callback?: (...args: unknown[]) => unknown;
}
type Class = { prototype?: object };

/**
 * A command that has to wait for the connection is sent a second time when that is ready, in the context of the code
 * that opened it. The instrumentation makes the span then, so this has to run around the instrumentation's patch.
 */
const sendsBound = (original: (...args: any[]) => unknown) =>
  function (this: unknown, command: Command, ...rest: unknown[]): unknown {
    attempt(() => bindObject(command), undefined);
    return runAs(command, () => original.call(this, command, ...rest));
  };

/** Version 4 and later have promises only. */
export const redis: Library = {
  name: 'redis',
  versions: ['>=2.6 <4'],
  patch(exports) {
    patchClass((exports as { RedisClient?: Class }).RedisClient, {
      internal_send_command: (original) =>
        sendsBound(function (this: unknown, command: Command, ...rest) {
          attempt(() => {
            if (typeof command.callback === 'function') command.callback = bindToContext(command.callback);
          }, undefined);
          return original.call(this, command, ...rest) as unknown;
        }),
    });
    return exports as unknown;
  },
};

export const ioredis: Library = {
  name: 'ioredis',
  versions: ['>=2 <7'],
  patch(exports) {
    patchClass(defaultOf(exports) as Class, { sendCommand: sendsBound });
    return exports as unknown;
  },
};
