export { startExporter, type ExporterClient, type ExporterOptions } from './client';
export { createNoticeRateLimiter, type DueNotice, type NoticeRateLimiter } from './report/notice-rate-limiter';
export { ORIGINS, RESULTS, SELF_COUNTERS, type Counts, type Outcome, type SelfCounter } from './report/counters';
export type { Ended } from './report/durations';
export { GRPC_NAMES } from './otlp/grpc-status';
export { MAX_REQUEST_BYTES } from './queue/request-limit';
export { createWorkerClient } from './workers/worker-client';
export { findExporterHandle, type ExporterHandle } from './workers/exporter-handle';
export { formatOf, SIGNALS, type Notice, type Protocol, type Signal, type SignalTarget } from './protocol';
