import module from 'node:module';
import { metrics } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Config, InstrumentationName } from '../../config';
import { catalogue, createInstrumentation } from './catalogue';
import { enabledInstrumentations } from './enabled';
import { installLazyInstrumentations, type Waiting } from './lazy';
import { forgetPatches, guardPatches } from './patching';
import { announceRequest } from '../sdk/request-id-propagator';

/** Options of instrumentations, by the names of their packages. */
export type InstrumentationOptions = Readonly<Record<string, { readonly enabled?: boolean }>>;

/** A module that is patched: its name and, if files inside the package are patched too, their names. */
export interface Target {
  readonly name: string;
  readonly files: readonly string[];
}

const PREFIX = '@opentelemetry/instrumentation-';

/**
 * The app's own winston is correlated by its instrumentation, which would send its lines once for each logger that
 * shares a transport.
 */
const OWN_OPTIONS: Record<string, object> = { [`${PREFIX}winston`]: { disableLogSending: true } };

/** How to create what stands in for an instrumentation of the catalogue, by its name there. */
export type OwnInstrumentations = Partial<Record<InstrumentationName, (options: object) => Instrumentation>>;

export interface PrepareOptions {
  readonly config: Config;
  readonly options: InstrumentationOptions;
  /** Whether this is a function of AWS Lambda: elsewhere its instrumentation patches nothing. */
  readonly inLambda: boolean;
  /** Instrumentations of our own that stand in for those of the catalogue. */
  readonly own?: OwnInstrumentations;
  /** Whether a builtin is not loaded yet, and is patched when it is. */
  readonly isLate: (name: string) => boolean;
  /** Others that wait for their targets, and come before those of the configuration. */
  readonly first: readonly Waiting[];
  /** Others that come behind them: what they load themselves is patched by then. */
  readonly last: readonly Waiting[];
  readonly onError: (error: unknown) => void;
}

/** The instrumentations that the configuration turns on. */
export interface PreparedInstrumentations {
  /** Those of builtins that are loaded already, and those without a target: created now. */
  readonly now: Instrumentation[];
  /** Creates those that measure the process, for as long as it runs. */
  readonly measure: () => void;
  /** Creates the instrumentation of fetch, and shows it the first request, which it comes too late for. */
  readonly watchFetch: (message: object) => void;
  /** Creates those that wait for a module, which is being loaded. Returns all that were created late. */
  readonly activate: (target: string) => readonly Instrumentation[];
  /** Turns all of them off, and creates no others. */
  readonly close: () => void;
}

/**
 * Prepares the instrumentations that the configuration turns on. Those whose target is a package, or a builtin that is
 * late, wait until it is loaded.
 */
export function prepareInstrumentations({
  config,
  options,
  inLambda,
  own = {},
  isLate,
  first,
  last,
  onError,
}: PrepareOptions): PreparedInstrumentations {
  const hooks: Record<string, object> = config.FIRSTLIGHT_PROPAGATE_REQUEST_ID
    ? { undici: { requestHook: announceRequest } }
    : {};
  const { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: captureMessageContent } = config;
  /** For those of models. */
  const content = captureMessageContent === 'NO_CONTENT' ? {} : { captureMessageContent };
  const settings = (name: InstrumentationName) => ({
    ...OWN_OPTIONS[PREFIX + name],
    ...hooks[name],
    ...content,
    ...options[PREFIX + name],
    enabled: true,
  });
  const make = (name: InstrumentationName) =>
    own[name]?.(settings(name)) ?? createInstrumentation(name, settings(name));
  const create = (name: InstrumentationName) => guardPatches(make(name), onError);
  const enabled = enabledInstrumentations(config).filter((name) => options[PREFIX + name]?.enabled !== false);
  const waits = enabled.filter((name) =>
    targetsOf(name).some((target) => !module.isBuiltin(target.name) || isLate(target.name)),
  );
  const createLate = (name: InstrumentationName): Instrumentation => {
    const instrumentation = create(name);
    // The SDK gives its provider to those that are there when it starts. And what the base class has made is
    // overwritten by the fields of a subclass.
    instrumentation.setMeterProvider(metrics.getMeterProvider());
    return instrumentation;
  };
  const lazy = installLazyInstrumentations(
    [
      ...first,
      ...waits.map((name) => ({
        targets: targetsOf(name).map((target) => target.name),
        create: () => createLate(name),
      })),
      ...last,
    ],
    onError,
  );
  const made: Instrumentation[] = [];
  const createAll = (names: readonly InstrumentationName[]): Instrumentation[] =>
    names
      .filter((name) => enabled.includes(name))
      .flatMap((name) => {
        try {
          const instrumentation = create(name);
          made.push(instrumentation);
          return [instrumentation];
        } catch (error) {
          onError(error);
          return [];
        }
      });
  const now = enabled.filter(
    (name) => !waits.includes(name) && ![...MEASURING, FETCH].includes(name) && (name !== 'aws-lambda' || inLambda),
  );
  let measures = false;
  return {
    now: createAll(now),
    activate: lazy.activate,
    measure() {
      if (measures) return;
      measures = true;
      // They make their instruments when they are given a provider, which otherwise the SDK's start does.
      for (const instrumentation of createAll(MEASURING)) instrumentation.setMeterProvider(metrics.getMeterProvider());
    },
    close() {
      measures = true;
      lazy.close();
      for (const instrumentation of made.splice(0).reverse()) instrumentation.disable();
      forgetPatches();
    },
    watchFetch(message) {
      for (const instrumentation of createAll([FETCH]))
        (instrumentation as Partial<FetchWatcher>).onRequestCreated?.(message);
    },
  };
}

const MEASURING: readonly InstrumentationName[] = ['runtime-node', 'host-metrics'];
const FETCH: InstrumentationName = 'undici';

/** What listens to the channel `undici:request:create`. */
interface FetchWatcher {
  onRequestCreated(message: object): void;
}

/** What an instrumentation of the catalogue patches. */
export function targetsOf(name: InstrumentationName): Target[] {
  return catalogue[name].targets.map((row) =>
    typeof row === 'string' ? { name: row, files: [] } : { name: row[0], files: row.slice(1) },
  );
}

/**
 * All that may be patched: what the enabled instrumentations of the catalogue name, and what those made elsewhere
 * define.
 */
export function allTargets(config: Config, others: readonly Instrumentation[]): Target[] {
  return [...enabledInstrumentations(config).flatMap(targetsOf), ...definedTargets(others)];
}

/** What instrumentations that exist already say that they patch. */
export function definedTargets(instrumentations: readonly Instrumentation[]): Target[] {
  return instrumentations.flatMap((instrumentation) => {
    const { getModuleDefinitions } = instrumentation as {
      getModuleDefinitions?(): { name: string; files: { name: string }[] }[];
    };
    return (getModuleDefinitions?.call(instrumentation) ?? []).map(({ name, files }) => ({
      name,
      files: files.map((file) => file.name),
    }));
  });
}
