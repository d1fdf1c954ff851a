export { startExporter, type ExporterClient, type ExporterOptions } from './client';
export { createNoticeGate, type DueNotice } from './gate';
export { joinExporter } from './guest';
export { findInvitation, type Invitation } from './invitation';
export { formatOf, SIGNALS, type Notice, type Signal, type SignalTarget } from './protocol';
