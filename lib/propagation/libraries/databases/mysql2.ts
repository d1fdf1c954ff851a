import { attempt } from '../../../attempt';
import { bindObject, bindsCallbacks, eachOf, emitsBound, runsBound } from '../binding';
import { patchClass, patchOwn, type Library } from '../library';

type Class = { prototype?: object };

/** Callbacks are bound, too: if the connection breaks, it calls them by itself. */
const patchConnection = (exports: Class): unknown => {
  patchOwn(exports, {
    addCommand: (original) =>
      function (command: object, ...rest) {
        attempt(() => bindObject(command), undefined);
        return original.call(this, command, ...rest) as unknown;
      },
    ...eachOf(['query', 'execute', 'prepare', 'ping', 'changeUser', 'end'], bindsCallbacks),
  });
  return exports;
};

const patchPool = (exports: Class): unknown => {
  patchOwn(exports, eachOf(['getConnection', 'query', 'execute', 'end'], bindsCallbacks));
  return exports;
};

/**
 * Every command runs in the context of the request that gave it to the connection: each packet of the answer, each
 * event.
 */
export const mysql2: Library = {
  name: 'mysql2',
  versions: ['>=1.4.2 <4'],
  files: {
    'mysql2/lib/connection.js': patchConnection,
    'mysql2/lib/base/connection.js': patchConnection,
    'mysql2/lib/pool.js': patchPool,
    'mysql2/lib/base/pool.js': patchPool,
    'mysql2/lib/pool_cluster.js': patchPool,
    'mysql2/lib/commands/command.js': (exports: Class) => {
      patchClass(exports, { execute: runsBound, emit: emitsBound });
      return exports;
    },
  },
};
