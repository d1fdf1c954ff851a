import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import type { Protocol, Signal } from '../protocol';

/**
 * Under this key every thread below the one with the exporter finds it. Environment data is no message: code that does
 * not ask for it never sees it.
 */
const KEY = 'firstlight.exporter';

/**
 * What worker threads need to use an existing exporter thread. Plain data and shared memory: copies of it reach threads
 * of threads.
 */
export interface ExporterHandle {
  readonly name: string;
  readonly cells: SharedArrayBuffer;
  readonly counters: SharedArrayBuffer;
  readonly maxQueueBytes: number;
  readonly protocols: Partial<Record<Signal, Protocol>>;
  /** The thread that shared it. */
  readonly parent: number;
  /** Attributes of the resource that all threads of the process have, once they are complete. */
  readonly resource?: Readonly<Record<string, unknown>>;
}

/** Shares the handle with all threads that this one starts from here on, with any options. */
export function shareExporterHandle(handle: ExporterHandle): void {
  setEnvironmentData(KEY, handle as never);
}

/** The handle that was shared with this thread; undefined if no thread above it has an exporter. */
export function findExporterHandle(): ExporterHandle | undefined {
  return getEnvironmentData(KEY) as unknown as ExporterHandle | undefined;
}
