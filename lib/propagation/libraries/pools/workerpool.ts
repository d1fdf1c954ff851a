import { bindToContext } from '../../../context';
import { patchClass, type Library } from '../library';
import { patchMethod } from '../../../http/patch';

type InContext = (fn: () => unknown) => unknown;

/**
 * Tasks wait in a queue, and are posted by the task that ends before them: each is posted in the context of the code
 * that asked for it.
 */
export const workerpool: Library = {
  name: 'workerpool',
  versions: ['>=6'],
  patch(exports) {
    const contexts = new WeakMap<object, InContext>();
    patchMethod(
      exports as object,
      'pool',
      (original) =>
        function (this: unknown, ...args) {
          const pool = original.apply(this, args) as object;
          patchClass(pool.constructor as never, {
            exec: (exec) =>
              function (method, params, options, ...rest) {
                const own = { ...(options as object | undefined) };
                contexts.set(
                  own,
                  bindToContext((fn: () => unknown) => fn()),
                );
                return exec.call(this, method, params, own, ...rest) as unknown;
              },
            _createWorkerHandler: (create) =>
              function (...rest) {
                const handler = create.apply(this, rest) as object;
                patchClass(handler.constructor as never, {
                  exec: (exec) =>
                    function (method, params, resolver, options, ...others) {
                      const run = (): unknown =>
                        exec.call(this, method, params, resolver, options, ...others) as unknown;
                      const inContext = options ? contexts.get(options as object) : undefined;
                      return inContext ? inContext(run) : run();
                    },
                });
                return handler;
              },
          });
          return pool;
        },
    );
    return exports as unknown;
  },
};
