import { isMainThread } from 'node:worker_threads';
import {
  alreadyStarted,
  conflictLine,
  markStarted,
  problemLine,
  suggestionLine,
  unsupportedLines,
  type Config,
} from '../config';
import { codes, type Code } from '../errors';
import { refuseToStart } from '../lifecycle';
import type { Log } from './log';
import type { Timeline } from './timeline';

declare const FIRSTLIGHT_VERSION: string;

/** Says what is wrong with the configuration and that firstlight has started, once per process tree. */
export function reportConfig(config: Config, log: Log): void {
  if (!isMainThread || alreadyStarted()) return;
  markStarted();
  for (const line of [problemLine(config), conflictLine(config), suggestionLine(config), ...unsupportedLines(config)])
    if (line) own(log, { ...line });
  if (!config.OTEL_ENABLED || config.OTEL_SDK_DISABLED)
    own(log, { code: 'FL_TELEMETRY_DISABLED', message: codes.FL_TELEMETRY_DISABLED.text });
  // Off for any other reason: it has been said.
  else if (config.telemetryEnabled)
    own(log, {
      code: 'FL_STARTED',
      message: codes.FL_STARTED.text,
      version: FIRSTLIGHT_VERSION,
      service: config.service.name,
      service_source: config.service.source,
      ...destination(config),
    });
}

/** Says where the time went. `before_ms` is what Node and the loading of the bundle took before the first stage. */
export function reportTimeline(log: Log, timeline: Timeline, started: number): void {
  const round = (ms: number) => Math.round(ms * 1000) / 1000;
  own(log, {
    code: 'FL_STARTUP',
    message: codes.FL_STARTUP.text,
    before_ms: round(started),
    total_ms: round(performance.now() - started),
    stages: timeline.stages(),
  });
}

/** Ends the process before the app is evaluated, because FIRSTLIGHT_STRICT asks for it. */
export function refuseBadConfig(config: Config, log: Log): never {
  own(log, { ...problemLine(config)!, level: 'error' });
  log.output.drain(config.FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS);
  refuseToStart();
}

/**
 * Where telemetry goes: one endpoint if all signals share it, else one each. Paths and credentials in it are left out.
 */
function destination({ otlp }: Config): Record<string, unknown> {
  const targets = (['traces', 'logs', 'metrics'] as const).map((signal) => {
    const { exporters, protocol, url } = otlp[signal];
    return [
      signal,
      exporters.map((name) => (name === 'otlp' ? `${protocol} ${origin(url)}` : name)).join(', ') || 'none',
    ] as const;
  });
  return new Set(targets.map(([, target]) => target)).size === 1
    ? { endpoint: targets[0]![1] }
    : { endpoint: Object.fromEntries(targets) };
}

function origin(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return protocol === 'unix:' ? `unix:${pathname}` : `${protocol}//${host}`;
}

function own(
  log: Log,
  { code, message, level, ...fields }: { code: Code; message: string; level?: string } & Record<string, unknown>,
): void {
  log.own(level ?? codes[code].level, message, { code, ...fields });
}
