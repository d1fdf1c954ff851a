import { isMainThread } from 'node:worker_threads';
import { installChildren } from './children';
import { carrierOf, variablesOf } from './environment';
import { installIpc } from './ipc';
import { publishRunner } from './published';
import { installStartup } from './startup';
import type { Preload } from './threads/evaluated';
import { installThreads } from './threads/parent';
import { installParentLink } from './threads/worker';

export interface PropagationOptions {
  /** The environment of this process, live. */
  readonly environment: NodeJS.ProcessEnv;
  /** Called before a child process is started. */
  readonly beforeChild?: () => void;
  /** Called before a message of this thread to its parent, which may end it in response. */
  readonly beforeMessage?: () => void;
  /** Called before this thread starts another one. */
  readonly onThreadStart?: () => void;
  /** What threads that evaluate a text are to have, too. */
  readonly preload?: Preload;
  /** Called when a thread has ended that this one had started. */
  readonly onThreadEnd?: (threadId: number) => void;
}

/** Lets context follow into threads and child processes, and takes over the context that this one was started with. */
export function installPropagation({
  environment,
  beforeChild,
  beforeMessage,
  onThreadStart,
  onThreadEnd,
  preload,
}: PropagationOptions): () => void {
  const parent = isMainThread
    ? { carrier: startCarrier(environment), undo: () => {} }
    : installParentLink(beforeMessage);
  const undos = [
    parent.undo,
    publishRunner(),
    installChildren({ environment, inherited: variablesOf(environment), beforeChild }),
    installThreads(onThreadStart, onThreadEnd, preload),
    isMainThread ? installIpc() : () => {},
    installStartup(parent.carrier),
  ];
  return () => {
    for (const undo of undos.splice(0).reverse()) undo();
  };
}

/** Cluster workers serve any request: what their environment brings was meant for the process that started them. */
function startCarrier(environment: NodeJS.ProcessEnv): ReturnType<typeof carrierOf> {
  const carrier = carrierOf(environment);
  if (Object.keys(carrier).length === 0) return carrier;
  return (require('node:cluster') as { isWorker: boolean }).isWorker ? {} : carrier;
}
