import { bindToContext, captureContext, looksLike, runInContext, type RequestContext } from '../../../context';
import type { Library } from '../library';

type Callback = (...args: any[]) => any;

/**
 * A task with the context of the code that pushed it. It never leaves the queue: code that asks for a task gets its
 * value.
 */
class Task {
  readonly context: RequestContext = captureContext();
  constructor(readonly value: unknown) {}
}

interface Queue {
  push: Callback;
  unshift: Callback;
  getQueue: Callback;
  error: Callback;
}

const valueOf = (task: unknown): unknown => (task instanceof Task ? task.value : task);

/** Wraps the methods of one queue; the queue is an object of closures, without a class. */
function wrapQueue(queue: Queue): Queue {
  const { push, unshift, getQueue, error } = queue;
  const add = (original: Callback): Callback =>
    looksLike(
      original,
      (value: unknown, done?: Callback): unknown =>
        original(new Task(value), typeof done === 'function' ? bindToContext(done) : done) as unknown,
    );
  return Object.assign(queue, {
    push: add(push),
    unshift: add(unshift),
    getQueue: looksLike(getQueue, () => (getQueue() as unknown[]).map(valueOf)),
    error: looksLike(
      error,
      (handler: unknown): unknown =>
        error(
          typeof handler === 'function' &&
            looksLike(
              handler as Callback,
              (failure: unknown, task: unknown) => (handler as Callback)(failure, valueOf(task)) as unknown,
            ),
        ) as unknown,
    ),
  });
}

/** Tasks wait in a list, and are started by the task that ends before them: each is carried with its context. */
const wrapping = (create: Callback): Callback =>
  new Proxy(create, {
    apply(target, self, args: unknown[]) {
      const at = typeof args[0] === 'function' ? 0 : 1;
      const worker = args[at];
      if (typeof worker !== 'function') return Reflect.apply(target, self, args) as unknown;
      const bound = looksLike(worker as Callback, function (this: unknown, task: unknown, ...rest: unknown[]): unknown {
        if (!(task instanceof Task)) return worker.call(this, task, ...rest) as unknown;
        return runInContext(task.context, () => worker.call(this, task.value, ...rest) as unknown);
      });
      return wrapQueue(
        Reflect.apply(
          target,
          self,
          args.map((arg, index) => (index === at ? bound : arg)),
        ) as Queue,
      );
    },
  });

export const fastq: Library = {
  name: 'fastq',
  versions: ['>=1 <2'],
  patch(exports) {
    const create = exports as Callback & { promise?: Callback };
    const wrapped = wrapping(create) as typeof create;
    if (typeof create.promise === 'function') wrapped.promise = wrapping(create.promise);
    return wrapped;
  },
};
