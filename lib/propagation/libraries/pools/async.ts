import { attempt } from '../../../attempt';
import { bindToContext } from '../../../context';
import { bindObject, eachOf, runAsAll } from '../binding';
import { patchOnce, type Library } from '../library';
import { withExports } from '../../../module-exports';

type Callback = (...args: any[]) => any;
interface Item {
  callback?: Callback;
}
interface Queue {
  _tasks?: object;
  workersList?(): Item[];
}

/** `queue(worker, 2)`, `cargo(worker, 5)`: those of a cargo get a list of tasks. */
const KINDS = ['queue', 'priorityQueue', 'cargo', 'cargoQueue'];

const wrappers = new WeakMap<Callback, Callback>();

/** What goes into the list of tasks is noted with the context of the code that pushes it. */
const notes = (original: Callback) =>
  function (this: unknown, ...args: [...unknown[], Item]): unknown {
    attempt(() => {
      // `insertAfter` and `insertBefore` have the item as the second argument.
      const item = args[args.length - 1] as Item;
      bindObject(item);
      if (typeof item.callback === 'function') item.callback = bindToContext(item.callback);
    }, undefined);
    return original.apply(this, args) as unknown;
  };

/** Methods of the lists of async, and of the heap that later versions keep tasks with a priority in. */
const INSERTS = ['push', 'unshift', 'insertBefore', 'insertAfter'];

/**
 * Tasks wait in a list, and are started by the task that ends before them. The tasks that were just taken from the list
 * are the last of those that run.
 */
function wrapping(create: Callback): Callback {
  const known = wrappers.get(create);
  if (known) return known;
  const wrapped = new Proxy(create, {
    apply(target, self, [worker, ...rest]: unknown[]) {
      if (typeof worker !== 'function') return Reflect.apply(target, self, [worker, ...rest]) as unknown;
      const made: { queue?: Queue } = {};
      const bound = new Proxy(worker as Callback, {
        apply(run, own, args: unknown[]) {
          const call = (): unknown => Reflect.apply(run, own, args) as unknown;
          const count = Array.isArray(args[0]) && isCargo ? args[0].length : 1;
          const items = attempt(() => made.queue?.workersList?.().slice(-count), undefined);
          return items === undefined || items.length === 0 ? call() : runAsAll(items, call);
        },
      });
      const isCargo = create.name.startsWith('cargo');
      const queue = Reflect.apply(target, self, [bound, ...rest]) as Queue;
      made.queue = queue;
      attempt(() => patchOnce(Object.getPrototypeOf(queue._tasks) as object, eachOf(INSERTS, notes)), undefined);
      return queue;
    },
  });
  wrappers.set(create, wrapped).set(wrapped, wrapped);
  return wrapped;
}

const replaced = (holder: Record<string, unknown>): Record<string, Callback> =>
  Object.fromEntries(
    KINDS.flatMap((name) => (typeof holder[name] === 'function' ? [[name, wrapping(holder[name] as Callback)]] : [])),
  );

export const async: Library = {
  name: 'async',
  versions: ['>=2 <4'],
  patch(exports) {
    const main = exports.default as Record<string, unknown> | undefined;
    if (main && main !== exports) Object.assign(main, replaced(main));
    return withExports(exports as object, replaced(exports as Record<string, unknown>));
  },
  files: Object.fromEntries(
    KINDS.map((name) => [
      `async/${name}.js`,
      (exports: unknown) => (typeof exports === 'function' ? wrapping(exports as Callback) : exports),
    ]),
  ),
};
