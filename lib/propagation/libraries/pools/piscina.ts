import path from 'node:path';
import type { MessagePort, Transferable, Worker } from 'node:worker_threads';
import { captureCarrier, type Carrier } from '../../../context';
import { hasPreload, hasSpoken, isKnown } from '../../threads/parent';
import { patchClass, type Library } from '../library';

/** What the runner in the worker is asked to do: a task of Piscina's, and its context. */
export interface CarriedTask {
  readonly carrier: Carrier;
  readonly filename: string;
  readonly name: string;
  readonly task: unknown;
}

interface TaskInfo {
  task: unknown;
  filename: string;
  name: string;
}
interface WorkerInfo {
  worker?: Worker;
  port: MessagePort;
  sharedBuffer: Int32Array;
}
interface Held {
  message: TaskInfo;
  transfer: Transferable[];
  carrier: Carrier;
}

/** The cell in which Piscina counts what it has posted to a worker. */
const REQUEST_COUNT = 0;

const held = new WeakMap<WorkerInfo, Held[]>();

const carriers = new WeakMap<TaskInfo, Carrier>();

const carry = ({ filename, name, task }: TaskInfo, carrier: Carrier): TaskInfo => ({
  task: { carrier, filename, name, task } satisfies CarriedTask,
  filename: path.join(__dirname, 'pool-task.js'),
  name: 'run',
});

/**
 * Keeps back what is posted to a worker that still starts: it is not known yet whether it has the preload, and it reads
 * nothing before it is ready. Cloned at once, since from now on the app may change what it has passed.
 */
function hold(info: WorkerInfo, worker: Worker, carrier: Carrier, post: () => unknown): unknown {
  const { port } = info;
  const keep = (message: TaskInfo, transfer: Transferable[] = []): void => {
    const clone = structuredClone({ message, transfer }, { transfer });
    if (!held.has(info)) worker.prependOnceListener('message', () => release(info, hasPreload(worker)));
    held.set(info, [...(held.get(info) ?? []), { ...clone, carrier }]);
  };
  Object.defineProperty(port, 'postMessage', { configurable: true, value: keep });
  try {
    return post();
  } finally {
    delete (port as Partial<MessagePort>).postMessage;
  }
}

/** The worker is ready: posts what was kept back, and wakes it up, since it was woken up for it before it was there. */
function release(info: WorkerInfo, hasPreload: boolean): void {
  for (const { message, transfer, carrier } of held.get(info) ?? []) {
    info.port.postMessage(hasPreload ? { ...message, ...carry(message, carrier) } : message, transfer);
    Atomics.add(info.sharedBuffer, REQUEST_COUNT, 1);
    Atomics.notify(info.sharedBuffer, REQUEST_COUNT, 1);
  }
  held.delete(info);
}

/**
 * Piscina talks to its workers through ports of its own, on which nothing can be hooked. A worker with the preload is
 * given a file of firstlight's to run, which runs the task's own in the context of the code that asked for it; a worker
 * without it gets what Piscina sends.
 */
export const piscina: Library = {
  name: 'piscina',
  versions: ['>=4 <6'],
  files: {
    'piscina/dist/task_queue/index.js': (exports) => {
      // The constructor runs when the task is asked for; the task may be posted much later.
      const { TaskInfo } = exports as { TaskInfo?: new (...args: unknown[]) => TaskInfo };
      if (TaskInfo) {
        const Wrapped = new Proxy(TaskInfo, {
          construct(target, args, newTarget) {
            const info = Reflect.construct(target, args, newTarget) as TaskInfo;
            carriers.set(info, captureCarrier());
            return info;
          },
        });
        Object.defineProperty(exports, 'TaskInfo', {
          configurable: true,
          enumerable: true,
          writable: true,
          value: Wrapped,
        });
      }
      return exports as unknown;
    },
    'piscina/dist/worker_pool/index.js': (exports) => {
      patchClass(exports.WorkerInfo, {
        postTask: (original) =>
          function (this: WorkerInfo, info: TaskInfo, ...rest) {
            const carrier = carriers.get(info) ?? {};
            const { worker } = this;
            // A worker without the preload sends no answer: it is ready already.
            if (worker === undefined || !isKnown(worker) || (hasSpoken(worker) && !hasPreload(worker)))
              return original.call(this, info, ...rest) as unknown;
            if (!hasPreload(worker))
              return hold(this, worker, carrier, () => original.call(this, info, ...rest) as unknown);
            Object.assign(info, carry(info, carrier));
            return original.call(this, info, ...rest) as unknown;
          },
      });
      return exports as unknown;
    },
  },
};
