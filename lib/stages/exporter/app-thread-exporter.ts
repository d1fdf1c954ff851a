import { isMainThread } from 'node:worker_threads';
import type { Config } from '../../config';
import { codes } from '../../errors';
import {
  createSandbox,
  type ExporterClient,
  type ExporterOptions,
  type OfficialExporters,
  type startAppThreadExporter,
} from '../../export';
import { loadLazyBundle } from '../../telemetry';
import type { Log } from '../log';

/** What Node.js has if it was started with `--permission`; not in the types of Node.js 20. */
type Permission = { has(scope: string): boolean } | undefined;

/** Why this process is to have no exporter thread; undefined if nothing is known against it. */
export function threadRefusal(config: Config): string | undefined {
  if (!config.FIRSTLIGHT_EXPORTER_THREAD) return 'FIRSTLIGHT_EXPORTER_THREAD=false';
  const { permission } = process as unknown as { permission: Permission };
  return permission?.has('worker') === false ? '--permission without --allow-worker' : undefined;
}

type Shared = Pick<ExporterOptions, 'targets' | 'maxQueueBytes' | 'userAgent' | 'environment' | 'onNotice'> & {
  readonly onFlushed: () => void;
};

/** Has the app's own thread send, and says why, and what that costs. */
export function openAppThreadExporter(
  { environment, ...options }: Shared,
  reason: string,
  { own }: Log,
): ExporterClient {
  const sandbox = createSandbox(environment);
  const load = (name: string): unknown => loadLazyBundle(name, sandbox);
  const { startAppThreadExporter: start } = load('app-thread') as {
    startAppThreadExporter: typeof startAppThreadExporter;
  };
  // Once for the process: its threads are in the same case.
  if (isMainThread)
    own(codes.FL_EXPORT_IN_APP_THREAD.level, codes.FL_EXPORT_IN_APP_THREAD.text, {
      code: 'FL_EXPORT_IN_APP_THREAD',
      reason,
    });
  return start({ ...options, load: (transport) => load(`app-thread-${transport}`) as OfficialExporters });
}
