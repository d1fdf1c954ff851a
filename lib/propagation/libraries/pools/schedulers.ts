import { looksLike } from '../../../context';
import { asTask } from '../../messaging';
import { defaultOf, patchOnce, type Library } from '../library';
import { withExports } from '../../../module-exports';

type Task = (...args: any[]) => any;

/** A function that is no generator: schedulers step through those by themselves. */
const isTask = (arg: unknown): arg is Task =>
  typeof arg === 'function' && Object.prototype.toString.call(arg) !== '[object GeneratorFunction]';

/** Replaces the tasks among the arguments. */
const wrapTasks = (system: string, args: unknown[]): unknown[] =>
  args.map((arg) => (isTask(arg) ? asTask(arg.name ? `${system} ${arg.name}` : system, arg) : arg));

const wrappers = new WeakMap<Task, Task>();

/** The same wrapper for the same function, wherever a module exports it. */
function wrapping(original: Task, system: string): Task {
  const known =
    wrappers.get(original) ??
    looksLike(original, function (this: unknown, ...args: unknown[]): unknown {
      return original.apply(this, wrapTasks(system, args));
    });
  wrappers.set(original, known);
  wrappers.set(known, known);
  return known;
}

export const nodeCron: Library = {
  name: 'node-cron',
  versions: ['>=2'],
  patch(exports) {
    const wrapped = (holder: Record<string, unknown>) =>
      Object.fromEntries(
        ['schedule', 'createTask'].flatMap((name) =>
          typeof holder[name] === 'function' ? [[name, wrapping(holder[name] as Task, 'cron')]] : [],
        ),
      );
    const main = exports.default as Record<string, unknown> | undefined;
    if (main) Object.assign(main, wrapped(main));
    return withExports(exports as object, wrapped(exports as Record<string, unknown>));
  },
};

export const croner: Library = {
  name: 'croner',
  versions: ['>=4'],
  patch(exports) {
    // The constructor starts the schedule: it has to get the wrapped task.
    const original = (exports.Cron ?? exports.default ?? (typeof exports === 'function' ? exports : undefined)) as
      (new (...args: unknown[]) => object) | undefined;
    if (!original) return exports as unknown;
    const Cron = new Proxy(original, {
      construct: (target, args, newTarget) => Reflect.construct(target, wrapTasks('cron', args), newTarget) as object,
      apply: (target, self, args) => Reflect.apply(target as unknown as Task, self, wrapTasks('cron', args)) as unknown,
    });
    if (exports === original) return Cron;
    return withExports(
      exports as object,
      Object.fromEntries(['Cron', 'default'].flatMap((name) => (exports[name] === original ? [[name, Cron]] : []))),
    );
  },
};

export const nodeSchedule: Library = {
  name: 'node-schedule',
  versions: ['>=1'],
  patch(exports) {
    patchOnce(defaultOf(exports) as object, {
      scheduleJob: (original) =>
        function (...args: unknown[]) {
          return original.apply(this, wrapTasks('schedule', args)) as unknown;
        },
    });
    return exports as unknown;
  },
};
