import type { Signal } from './protocol';

/** In which order telemetry is given up where there is no room: what a person misses least comes first. */
export const RANKS = ['minor_logs', 'metrics', 'traces', 'logs'] as const;
export type Rank = (typeof RANKS)[number];

/** @param isMinor Whether a batch of log records has nothing above info in it. */
export const rankOf = (signal: Signal, isMinor = false): Rank => (signal === 'logs' && isMinor ? 'minor_logs' : signal);
export const signalOf = (rank: Rank): Signal => (rank === 'minor_logs' ? 'logs' : rank);

/** What may be on its way in any case, in bytes: a thread that shares its core does not read at once. */
const LEAST_BYTES = 4 * 1024 * 1024;

/**
 * How many bytes may be on their way to a thread that does not come to read them, when one of this rank is to join
 * them: the lower the rank, the fewer,
 * so that a batch of a higher one still finds room.
 */
export const roomOnTheWay = (rank: Rank, maxBytes: number): number =>
  (Math.max(maxBytes, LEAST_BYTES) * (RANKS.indexOf(rank) + 1)) / RANKS.length;
