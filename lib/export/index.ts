export { startExporter, type ExporterClient, type ExporterOptions } from './client';
export { createNoticeGate, type DueNotice } from './gate';
export { SIGNALS, type Notice, type Signal, type SignalTarget } from './protocol';
