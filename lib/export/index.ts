export { startExporter, type ExporterClient, type ExporterOptions } from './client';
export { createNoticeGate, type DueNotice, type NoticeGate } from './gate';
export type { Counts, Fate } from './counters';
export { joinExporter } from './guest';
export { findInvitation, type Invitation } from './invitation';
export { formatOf, SIGNALS, type Notice, type Signal, type SignalTarget } from './protocol';
