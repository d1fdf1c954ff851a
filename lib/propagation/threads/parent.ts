import module from 'node:module';
import threads from 'node:worker_threads';
import { runWithCarrier } from '../../context';
import { attempt } from '../../attempt';
import { patchMethod } from '../../http/patch';
import { withRequire, type Preload } from './evaluated';
import { startWithLink, type Link } from './link';

interface Thread {
  readonly id: number;
  readonly link: Link;
  readonly answered: () => boolean;
  /** Whether it has sent anything. */
  spoken: boolean;
}

const started = new WeakMap<object, Thread>();

/** Whether a worker thread was started since propagation was installed. */
export const isKnown = (worker: object): boolean => started.has(worker);

/** Whether a worker thread has the preload, and has come to run it. */
export const hasPreload = (worker: object): boolean => started.get(worker)?.answered() ?? false;

/** Whether a worker thread has sent a message: it has come to run its own code then. */
export const hasSpoken = (worker: object): boolean => started.get(worker)?.spoken ?? false;

/**
 * Gives threads that are started the context of the code that starts them, and messages to and from them the context of
 * their senders. Messages stay what they are: the context travels beside them, and a thread without the preload never
 * learns of it.
 *
 * @param onStart Called before a thread is started.
 * @param preload What threads that evaluate a text are to have, too.
 * @param onEnd Called when a thread has ended, before the app learns of it.
 */
export function installThreads(
  onStart?: () => void,
  onEnd?: (threadId: number) => void,
  preload?: Preload,
): () => void {
  const NodeWorker = threads.Worker;
  const end = (thread: Thread | undefined): void => {
    if (thread) onEnd?.(thread.id);
  };

  // A proxy and not a subclass: workers made before and after it are instances of both.
  const Worker = new Proxy(NodeWorker, {
    construct(target, args, newTarget) {
      onStart?.();
      const { thread, ...rest } = startWithLink(() => construct(target, args, newTarget, preload));
      started.set(thread, { id: thread.threadId, spoken: false, ...rest });
      return thread;
    },
  });
  Object.assign(threads, { Worker });

  const undos = [
    patchMethod(
      NodeWorker.prototype,
      'postMessage',
      (original) =>
        function (this: object, ...args: unknown[]) {
          return sendWith(started.get(this)?.link, () => original.apply(this, args));
        },
    ),
    patchMethod(
      NodeWorker.prototype,
      'emit',
      (original) =>
        function (this: object, ...args: unknown[]) {
          if (args[0] === 'exit') end(started.get(this));
          const known = args[0] === 'message' || args[0] === 'messageerror' ? started.get(this) : undefined;
          if (known) known.spoken = true;
          if (!known?.answered()) return original.apply(this, args);
          return runWithCarrier(known.link.receive(), () => original.apply(this, args));
        },
    ),
    () => {
      if (threads.Worker === Worker) Object.assign(threads, { Worker: NodeWorker });
    },
  ];
  module.syncBuiltinESMExports();
  return () => {
    for (const undo of undos) undo();
    module.syncBuiltinESMExports();
  };
}

function construct(
  target: typeof threads.Worker,
  args: unknown[],
  newTarget: NewableFunction,
  preload?: Preload,
): threads.Worker {
  const changed = preload && withRequire(args, preload);
  if (changed) {
    try {
      return Reflect.construct(target, changed, newTarget) as threads.Worker;
    } catch {
      // Flags that a thread inherits but must not be given, or arguments that are wrong: Node is to say so of the app's
      // own.
    }
  }
  return Reflect.construct(target, args, newTarget) as threads.Worker;
}

/** Sends a message with the context of the running code; what cannot be sent is not counted. */
export function sendWith(link: Link | undefined, send: () => unknown): unknown {
  const undo = attempt(() => link?.send());
  try {
    return send();
  } catch (error) {
    undo?.();
    throw error;
  }
}
