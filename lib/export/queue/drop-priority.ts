import type { Signal } from '../protocol';

/** The order in which telemetry is dropped when the queue is full: the least valuable first. */
export const DROP_PRIORITIES = ['minor_logs', 'metrics', 'traces', 'logs'] as const;
export type DropPriority = (typeof DROP_PRIORITIES)[number];

/** @param isMinor Whether a batch of log records has nothing above info in it. */
export const priorityOf = (signal: Signal, isMinor = false): DropPriority =>
  signal === 'logs' && isMinor ? 'minor_logs' : signal;
export const signalOf = (priority: DropPriority): Signal => (priority === 'minor_logs' ? 'logs' : priority);

/** What may always be in transit, in bytes: a thread that shares its core does not read at once. */
const LEAST_BYTES = 4 * 1024 * 1024;

/**
 * How many bytes may be in transit before a batch of this priority is dropped: the lower the priority, the fewer, so
 * that a batch of a higher one still fits.
 */
export const maxBytesInTransit = (priority: DropPriority, maxBytes: number): number =>
  (Math.max(maxBytes, LEAST_BYTES) * (DROP_PRIORITIES.indexOf(priority) + 1)) / DROP_PRIORITIES.length;
