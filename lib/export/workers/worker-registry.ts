import { openChannels } from './channel';
import type { Counters } from '../report/counters';
import { joinRequests } from '../request/join-requests';
import { SharedCell, type BatchCommand, type Command, type HeldCommand } from '../protocol';
import type { DropPriority } from '../queue/drop-priority';

export interface WorkerRegistryOptions {
  readonly name: string;
  readonly cells: Int32Array;
  readonly format: 'protobuf' | 'json';
  readonly counters: Counters;
  /** Receives what a worker thread has enqueued. */
  readonly receive: (batch: BatchCommand) => void;
  /** Called if a worker thread wants to know that everything has been acknowledged. */
  readonly flush: (ticket: number) => void;
  /** Receives what concerns traces that are held. */
  readonly held: (command: HeldCommand) => void;
  /** Called with what they had to drop. */
  readonly lost: (priority: DropPriority, items: number) => void;
}

/** The worker threads that use this exporter thread. */
export interface WorkerRegistry {
  /**
   * Reads what they have enqueued so far, without waiting for the event loop, including metrics that are kept for
   * later.
   */
  drain(): void;
  /** Whether metrics of theirs are kept. */
  haveMore(): boolean;
  /** Removes a thread that has ended and those that ended with it. */
  ended(threadId: number): void;
}

interface RegisteredWorker {
  threadId?: number;
  parent?: number;
  /** Metrics that wait for the next regular ones, or for the end. */
  snapshots: Uint8Array[];
  items: number;
}

/** Opens the registry. */
export function openWorkerRegistry({
  name,
  cells,
  format,
  counters,
  receive,
  flush,
  held,
  lost,
}: WorkerRegistryOptions): WorkerRegistry {
  const workers = new Map<number, RegisteredWorker>();
  const forget = (worker: RegisteredWorker): void => {
    worker.snapshots = [];
    worker.items = 0;
  };
  const release = (worker: RegisteredWorker): void => {
    const { snapshots, items } = worker;
    forget(worker);
    if (snapshots.length === 0) return;
    Atomics.add(cells, SharedCell.enqueued, items);
    counters.add('metrics', 'made', items);
    receive({ kind: 'batch', signal: 'metrics', bytes: joinRequests(format, snapshots), items });
  };
  const take = (command: Command, index: number): void => {
    const worker: RegisteredWorker = workers.get(index) ?? { snapshots: [], items: 0 };
    workers.set(index, worker);
    if (command.kind === 'hello') {
      Object.assign(worker, { threadId: command.threadId, parent: command.parent });
      channels.open();
    } else if (command.kind === 'snapshot') {
      if (command.replaces) forget(worker);
      worker.snapshots.push(command.bytes);
      worker.items += command.items;
    } else if (command.kind === 'ended') ended(command.threadId);
    else if (command.kind === 'flush') flush(command.ticket);
    else if (command.kind === 'hold' || command.kind === 'keep') held(command);
    else if (command.kind === 'lost') lost(command.priority, command.items);
    else if (command.kind === 'batch') {
      Atomics.sub(cells, SharedCell.transit, command.bytes.byteLength);
      if (command.signal === 'metrics') release(worker);
      receive(command);
    }
  };
  const channels = openChannels(name, cells, take);
  const ended = (threadId: number): void => {
    for (const [index, worker] of workers) {
      if (worker.threadId === threadId) {
        channels.close(index);
        release(worker);
        workers.delete(index);
      } else if (worker.parent === threadId && worker.threadId !== undefined) ended(worker.threadId);
    }
  };
  return {
    drain() {
      channels.drain();
      workers.forEach(release);
    },
    haveMore: () => [...workers.values()].some(({ snapshots }) => snapshots.length > 0),
    ended,
  };
}
