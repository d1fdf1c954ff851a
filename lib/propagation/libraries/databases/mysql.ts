import { attempt } from '../../../attempt';
import { bindObject, bindsCallbacks, eachOf, emitsBound, runsBound } from '../binding';
import { patchClass, type Library } from '../library';

type Class = { prototype?: object };

const patchPool = (exports: Class): unknown => {
  patchClass(exports, eachOf(['getConnection', 'query', 'end'], bindsCallbacks));
  return exports;
};

/** Every command is a sequence: it is put in the connection's queue by its request, and called back by the parser. */
export const mysql: Library = {
  name: 'mysql',
  versions: ['>=2 <3'],
  files: {
    'mysql/lib/Pool.js': patchPool,
    'mysql/lib/PoolNamespace.js': patchPool,
    'mysql/lib/PoolCluster.js': patchPool,
    'mysql/lib/protocol/Protocol.js': (exports: Class) => {
      patchClass(exports, {
        _enqueue: (original) =>
          function (sequence: object, ...rest) {
            attempt(() => bindObject(sequence), undefined);
            return original.call(this, sequence, ...rest) as unknown;
          },
      });
      return exports;
    },
    'mysql/lib/protocol/sequences/Sequence.js': (exports: Class) => {
      patchClass(exports, { end: runsBound, emit: emitsBound });
      return exports;
    },
  },
};
