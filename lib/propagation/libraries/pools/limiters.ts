import { attempt } from '../../../attempt';
import { bindToContext } from '../../../context';
import { bindObject, bindsCallbacks, emitsBound, patchClassOf, runAsAll } from '../binding';
import { defaultOf, patchClass, type Library } from '../library';

type Class = { prototype?: object };
type Callback = (...args: unknown[]) => unknown;

/** Binds the task, which is the first argument or the second, and what stands last if it is a callback. */
const withTask = (args: unknown[], hasCallback: boolean): unknown[] => {
  const at = typeof args[0] === 'function' ? 0 : 1;
  const isBound = (index: number): boolean => index === at || (hasCallback && index === args.length - 1);
  return args.map((arg, index) => (typeof arg === 'function' && isBound(index) ? bindToContext(arg as Callback) : arg));
};

/** Jobs wait in lists of their priority, and are started by a timer of the job that ends before them. */
export const bottleneck: Library = {
  name: 'bottleneck',
  versions: ['>=2 <3'],
  patch(exports) {
    patchClass(defaultOf(exports) as Class, {
      schedule: (original) =>
        function (...args) {
          return original.apply(this, withTask(args, false)) as unknown;
        },
      submit: (original) =>
        function (...args) {
          return original.apply(this, withTask(args, true)) as unknown;
        },
    });
    return exports as unknown;
  },
};

/** From version 3 on it has promises only. */
export const genericPool: Library = {
  name: 'generic-pool',
  versions: ['>=2 <3'],
  patch(exports) {
    patchClass((exports as { Pool?: Class }).Pool, { acquire: bindsCallbacks });
    return exports as unknown;
  },
};

interface Tickets {
  tickets?: object[];
}

/** A task has a ticket, which gets its progress; a batch of tasks belongs to a request if all of them do. */
export const betterQueue: Library = {
  name: 'better-queue',
  versions: ['>=3 <4'],
  patch(exports) {
    patchClass(defaultOf(exports) as Class, {
      push: (original) =>
        function (...args) {
          const ticket = original.apply(this, args) as object;
          attempt(() => {
            bindObject(ticket);
            patchClassOf(ticket, { emit: emitsBound });
          }, undefined);
          return ticket;
        },
      _startBatch: (original) =>
        function (batch: object, tickets: Record<string, Tickets>, ...rest) {
          const known = attempt(() => Object.values(tickets).flatMap((each) => each.tickets ?? []), []);
          return runAsAll(known, () => original.call(this, batch, tickets, ...rest) as unknown);
        },
    });
    return exports as unknown;
  },
};
