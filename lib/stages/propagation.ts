import path from 'node:path';
import { readEnvironment } from '../config';
import type { ExporterClient } from '../export';
import { isPreloaded, splitNodeOptions } from '../loading';
import { installPropagation } from '../propagation';
import type { Telemetry } from '../telemetry';
import type { Log } from './log';

/**
 * Carries context, preload and exporter handle into what the app starts: threads, processes, callbacks, messages.
 * Returns the undo.
 */
export function openPropagation(log: Log, exporter: ExporterClient, telemetry?: Telemetry): (() => void) | undefined {
  return log.guard('propagation', () =>
    installPropagation({
      preload: threadPreload(),
      environment: readEnvironment(),
      beforeChild: log.output.flush,
      beforeMessage: telemetry?.settle,
      onThreadStart() {
        telemetry?.threadStarts();
        exporter.threadStarts();
      },
      onThreadEnd: exporter.threadEnded,
    }),
  );
}

/**
 * Node runs no `--import` in threads that evaluate a text: they get the preload by `--require`, if threads with files
 * get it by `--import`.
 */
function threadPreload(): {
  file: string;
  isImportedBy(execArgv: readonly string[], nodeOptions: string | undefined): boolean;
} {
  const folder = path.dirname(__dirname);
  return {
    file: path.join(folder, 'register.js'),
    isImportedBy: (execArgv, nodeOptions = readEnvironment().NODE_OPTIONS ?? '') =>
      isPreloaded({ execArgv, nodeOptions: splitNodeOptions(nodeOptions) }, folder) === 'import',
  };
}
