export {
  fixtures,
  openCollector,
  preloadFile,
  root,
  runApp,
  startApp,
  type App,
  type AppOptions,
  type RunOptions,
  type RunResult,
} from './app';
export { DEADLINE_MS, until, within } from './deadline';
export { answering, blackHole, type Endpoint, nowhere, refusingEndpoint, tracesOnly, untrusted } from './endpoints';
export { temporaryFolder } from './folder';
export { jsonLines, type LogLine } from './output';
export { openExporter, type TestExporter } from './exporter';
export { describeResult, explain } from './result';
export { lineEnds, onEachRuntime, runtimes, type Runtime } from './runtimes';
export { isServing, needsService, type ServiceName } from './services';
export { assertBelow, lineage, listSpans, onlySpan } from './trace';
