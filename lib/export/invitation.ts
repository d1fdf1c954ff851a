import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import type { Protocol, Signal } from './protocol';

/**
 * Under this key every thread below the one with the exporter finds it. Environment data is no message: who does not
 * ask for it never sees it.
 */
const KEY = 'firstlight.exporter';

/**
 * What worker threads need to know to hand over to an exporter thread that is there. Plain data and shared memory:
 * copies of it reach threads of threads.
 */
export interface Invitation {
  readonly name: string;
  readonly cells: SharedArrayBuffer;
  readonly counters: SharedArrayBuffer;
  readonly maxQueueBytes: number;
  readonly protocols: Partial<Record<Signal, Protocol>>;
  /** The thread that it is from. */
  readonly parent: number;
  /** Attributes of the resource that all threads of the process have, once they are complete. */
  readonly resource?: Readonly<Record<string, unknown>>;
}

/**
 * Leaves the invitation for all threads that this one starts from here on, whatever options the app starts them with.
 */
export function leaveInvitation(invitation: Invitation): void {
  setEnvironmentData(KEY, invitation as never);
}

/** The invitation that was left for this thread; undefined where no thread above it has an exporter. */
export function findInvitation(): Invitation | undefined {
  return getEnvironmentData(KEY) as unknown as Invitation | undefined;
}
