import { patchMethod } from '../../http/patch';
import { asTask } from '../messaging';
import { defaultOf, type Library } from './library';

type Task = (...args: unknown[]) => unknown;

/** Replaces the task among the arguments, named by the schedule where that is text. */
const wrapTask = (system: string, args: unknown[]): unknown[] => args.map((arg) => (typeof arg === 'function' ? asTask(system, arg as Task) : arg));

export const nodeCron: Library = {
  name: 'node-cron', versions: ['>=2'],
  patch(exports) {
    for (const holder of new Set([exports, defaultOf(exports)])) {
      for (const name of ['schedule', 'createTask']) {
        if (typeof holder?.[name] === 'function') holder[name] = wrapping(holder[name] as Task, 'cron');
      }
    }
    return exports as unknown;
  },
};

const wrappers = new WeakMap<Task, Task>();

/** The same wrapper for the same function, wherever a module exports it. */
function wrapping(original: Task, name: string): Task {
  const known = wrappers.get(original) ?? function (this: unknown, ...args: unknown[]) { return original.apply(this, wrapTask(name, args)); };
  wrappers.set(original, known);
  wrappers.set(known, known);
  return known;
}

export const croner: Library = {
  name: 'croner', versions: ['>=4'],
  patch(exports) {
    // The constructor starts the schedule: it has to get the wrapped task.
    const wrap = (Cron: object) => new Proxy(Cron as new (...args: unknown[]) => object, {
      construct: (target, args, newTarget) => Reflect.construct(target, wrapTask('cron', args), newTarget === undefined ? target : newTarget) as object,
      apply: (target, self, args) => Reflect.apply(target as unknown as Task, self, wrapTask('cron', args)) as unknown,
    });
    const original = (exports.Cron ?? exports.default) as object | undefined;
    if (!original) return exports as unknown;
    const Cron = wrap(original);
    for (const name of ['Cron', 'default']) if (exports[name] === original) assign(exports as object, name, Cron);
    return exports as unknown;
  },
};

/** Bundlers export getters, which cannot be assigned to but, on an object of their own, replaced. */
function assign(exports: object, name: string, value: unknown): void {
  const descriptor = Object.getOwnPropertyDescriptor(exports, name);
  if (descriptor?.get && descriptor.configurable) Object.defineProperty(exports, name, { ...descriptor, get: () => value });
  else (exports as Record<string, unknown>)[name] = value;
}

export const nodeSchedule: Library = {
  name: 'node-schedule', versions: ['>=1'],
  patch(exports) {
    const schedule = defaultOf(exports) as object;
    patchMethod(schedule, 'scheduleJob', (original) => function (this: unknown, ...args) { return original.apply(this, wrapTask('schedule', args)) as unknown; });
    return exports as unknown;
  },
};
