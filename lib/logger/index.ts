export { createLogger, type LoggerOptions } from './logger';
export { createOutput, type Output, type OutputOptions } from './output/output';
export { createOutputTransport } from './output/output-transport';
export { createOtlpTransport } from './output/otlp-transport';
export { createDiagSink } from './console/diag-sink';
export {
  capturedTargets,
  createCapturedLines,
  restoreLoggers,
  waitingLoggers,
  watchWrittenLines,
  type CapturedLines,
} from './capture';
export { installConsoleCapture } from './console/console-capture';
export { installWarningLines, type WarningOptions } from './console/warning-lines';
export { asOwn } from './output/own-lines';
export { installCrashLine } from './console/crash-line';
export { watchLevelFile } from './levels/level-file';
export { Sampling } from './levels/sampling';
export { createLoggerLevels, type LoggerLevels } from './levels/logger-levels';
export { sinkOf } from './output/sink';
export { COUNTED, IDS, LOCAL, RECORD, STREAM } from './line/symbols';
export type { Ids, Info, LineRecord, Plain, StreamName } from './types';
