import module from 'node:module';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { readEnvironment, type Config } from '../config';
import { extraInstrumentations, type Requests } from '../http';
import { installEsmHooks, isLate, LateBuiltins, requireBuiltins, splitNodeOptions } from '../loading';
import { capturedTargets, waitingLoggers } from '../logger';
import { libraryTargets } from '../propagation';
import { guardPatches, patchNamespace, patchOnce, type Target } from '../telemetry';
import type { Waiting } from '../telemetry/instrumentations/lazy';
import type { Log } from './log';
import { patchFailure } from './notices';

export interface ModuleHooksOptions {
  /** What instrumentations patch, in addition to libraries that propagate context and loggers. */
  readonly targets: readonly Target[];
  readonly requests: Requests | undefined;
  readonly existing: readonly Instrumentation[];
  /** Patch no builtin but those of requests: without an SDK nothing else needs one. */
  readonly requestsOnly?: boolean;
  /** Creates what waits for a module; returns all that waited. */
  readonly activate?: (target: string) => readonly Instrumentation[];
}

/** Installs the hooks that show modules to instrumentations as the app loads them. Returns the undo. */
export function openModuleHooks(config: Config, log: Log, options: ModuleHooksOptions): () => void {
  const targets = [...options.targets, ...libraryTargets(), ...capturedTargets()];
  const builtins = openBuiltins(options.requestsOnly ? [] : targets, options.requests);
  const { existing, activate } = options;
  const close = log.guard('module hooks', () => hookImports(config, targets, builtins, existing, activate));
  if (close === undefined) builtins.mentionAll();
  return close ?? builtins.stop;
}

/** Instrumentations of frameworks that report the route, with or without an SDK. */
export function openFrameworkHooks(log: Log): Instrumentation[] {
  return (
    log.guard('framework hooks', () =>
      extraInstrumentations().map((instrumentation) => guardPatches(instrumentation, patchFailure(log))),
    ) ?? []
  );
}

/** Requests wait for the builtins that serve and send them. */
export const waitingRequests = (requests: Requests | undefined): Waiting[] =>
  requests ? [{ targets: requests.modules, create: () => void requests.patch() }] : [];

/** Builtins that are patched: those that are loaded are patched now, the others when they are. */
function openBuiltins(targets: readonly Target[], requests: Requests | undefined): LateBuiltins {
  const names = [...new Set([...targets.map(({ name }) => name), ...(requests?.modules ?? [])])].filter((name) =>
    module.isBuiltin(name),
  );
  requireBuiltins(names.filter((name) => !isLate(name)));
  return new LateBuiltins(names.filter(isLate));
}

/** @param activate Creates what waits for a module; returns all that waited. */
function hookImports(
  config: Config,
  targets: readonly Target[],
  builtins: LateBuiltins,
  existing: readonly Instrumentation[],
  activate: (target: string) => readonly Instrumentation[] = () => [],
): () => void {
  return installEsmHooks({
    targets,
    builtins,
    folder: __dirname,
    mode: config.FIRSTLIGHT_ESM_HOOKS,
    flags: { nodeOptions: splitNodeOptions(readEnvironment().NODE_OPTIONS ?? ''), execArgv: process.execArgv },
    patch: (place, exports) => patchOnce([...existing, ...activate(place.target)], place, exports),
    patchNamespace: (place, namespace) => patchNamespace([...existing, ...activate(place.target)], place, namespace),
  });
}

/** The app's own loggers; those that are not to be instrumented stay as they are. */
export function loggerHooks(config: Config, log: Log): Waiting[] {
  const { captured } = log;
  if (captured === undefined) return [];
  const onError = patchFailure(log);
  return waitingLoggers(captured, config.OTEL_NODE_DISABLED_INSTRUMENTATIONS).map(({ targets, create }) => ({
    targets,
    create: () => guardPatches(create(), onError),
  }));
}

/**
 * Upstream's instrumentations of the packages whose lines are captured: they would add IDs and send lines a second
 * time.
 */
export function replacedByHooks(log: Log): Record<string, object> {
  return log.captured === undefined
    ? {}
    : Object.fromEntries(
        capturedTargets().map(({ name }) => [`@opentelemetry/instrumentation-${name}`, { enabled: false }]),
      );
}
