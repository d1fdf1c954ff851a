import { bindToContext } from '../../../context';
import { defaultOf, patchClass, type Library } from '../library';

/**
 * Tasks wait in an array, and are started by the task that ends before them: each is bound to the code that added it.
 */
export const pQueue: Library = {
  name: 'p-queue',
  versions: ['>=2'],
  patch(exports) {
    patchClass(defaultOf(exports), {
      add: (original) =>
        function (task, ...rest) {
          return original.call(this, typeof task === 'function' ? bindToContext(task) : task, ...rest) as unknown;
        },
    });
    return exports as unknown;
  },
};
