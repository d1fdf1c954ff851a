export { startExporter, type ExporterClient, type ExporterOptions } from './client';
export { createNoticeGate, type DueNotice, type NoticeGate } from './gate';
export { ORIGINS, RESULTS, TALLIES, type Counts, type Fate, type Tally } from './counters';
export type { Ended } from './durations';
export { GRPC_NAMES } from './grpc-status';
export { joinExporter } from './guest';
export { findInvitation, type Invitation } from './invitation';
export { formatOf, SIGNALS, type Notice, type Protocol, type Signal, type SignalTarget } from './protocol';
