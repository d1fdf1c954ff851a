import { bindToContext } from '../../../context';
import type { Library } from '../library';

type Limit = (task: (...args: unknown[]) => unknown, ...args: unknown[]) => unknown;

/** From version 5 on p-limit runs each task in the context of the code that added it, by itself. */
export const pLimit: Library = {
  name: 'p-limit',
  versions: ['>=1 <5'],
  patch(exports) {
    const create = (exports.default ?? exports) as (concurrency: number) => Limit;
    const patched = new Proxy(create, {
      apply: (target, self, args) =>
        new Proxy(Reflect.apply(target, self, args) as Limit, {
          apply: (limit, limited, [task, ...rest]) =>
            Reflect.apply(limit, limited, [
              typeof task === 'function' ? bindToContext(task as Limit) : task,
              ...rest,
            ]) as unknown,
        }),
    });
    if (typeof exports === 'function') return patched;
    exports.default = patched;
    return exports as unknown;
  },
};
