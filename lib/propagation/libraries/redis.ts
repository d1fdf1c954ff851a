import { bindToContext } from '../../context';
import { attempt, patchClass, type Library } from './library';

interface Command { callback?: (...args: unknown[]) => unknown }

/** Version 4 and later have promises only. A command that waited for the connection comes here twice: the first binding counts. */
export const redis: Library = {
  name: 'redis', versions: ['>=2.6 <4'],
  patch(exports) {
    patchClass((exports as { RedisClient?: { prototype?: object } }).RedisClient, {
      internal_send_command: (original) => function (command: Command, ...rest) {
        attempt(() => {
          if (typeof command.callback === 'function') command.callback = bindToContext(command.callback);
        }, undefined);
        return original.call(this, command, ...rest) as unknown;
      },
    });
    return exports as unknown;
  },
};
