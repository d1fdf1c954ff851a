import { customCleanEnv } from 'envalid';
import { applyFile, locateConflicts, locateProblems, type Declared } from './declarative/apply';
import { isGiven, isOfFile, isSetBesideFile, placeText } from './declarative/source';
import { resolveLimits } from './limits';
import { findConflicts } from './otlp/conflicts';
import { signalNames } from './otlp/settings';
import { resolveTarget } from './otlp/target';
import { reportQuotes, takeQuotesOff } from './quotes';
import { reconcile } from './reconcile';
import { redact } from '../redaction';
import { resolveSampler } from './sampling/resolve-sampler';
import { resolveService } from './service';
import { shownValue } from './shown-value';
import type { VariableName, Variables } from './table';
import { rows, variableNames } from './table';
import type { Config, Conflict, OtlpTarget, Problem, Signal, ProcessInfo } from './types';
import { ValidationError } from './validation-error';

/**
 * Reads the whole configuration out of an environment. Never throws: a bad value becomes an entry of `problems` and its
 * default (or the usable rest of it) applies; settings that do not go together become entries of `conflicts`; unknown
 * names become `suggestions`. An empty value is unset. The result is deeply frozen.
 */
export function loadConfig(env: NodeJS.ProcessEnv, where: ProcessInfo): Config {
  const problems: Problem[] = [];
  const set = withoutEmpty(env);
  const quoted = takeQuotesOff(set);
  const declared = applyFile(set, env);
  const { values, sources } = readVariables(declared, problems);
  const read = declared.file ? [...quoted].filter(([name]) => isSetBesideFile(name)) : quoted;
  reportQuotes(new Map(read), values, problems);
  const conflicts: Conflict[] = [];
  reconcile(values, sources, conflicts, declared.file?.sampler !== undefined);
  const variables = values as Variables;
  const telemetryEnabled = variables.OTEL_ENABLED && !variables.OTEL_SDK_DISABLED;
  const otlp = resolveTargets(variables, sources, telemetryEnabled ? conflicts : []);
  const service = resolveService(variables, where);
  return deepFreeze({
    ...variables,
    service: { ...service, source: sourceOf(service.source, sources) },
    telemetryEnabled,
    otlp,
    limits: resolveLimits(variables),
    sampler: declared.file?.sampler ?? resolveSampler(variables),
    problems: locateProblems(declared, problems, variables),
    conflicts: locateConflicts(declared, conflicts),
    suggestions: [...declared.suggestions],
    sources,
    file: declared.file,
  });
}

/** A variable that is from a file is its place there. */
const sourceOf = (variable: string, sources: Readonly<Record<string, string>>): string =>
  isOfFile(sources[variable]) ? sources[variable]! : variable;

function resolveTargets(
  values: Variables,
  sources: Record<string, string>,
  conflicts: Conflict[],
): Record<Signal, OtlpTarget> {
  const known = new Set<string>();
  const isShared = values.FIRSTLIGHT_OPAMP_ENDPOINT?.startsWith('https:');
  const targets = signalNames.map((signal) => {
    const resolved = resolveTarget(signal, values, (name) => isGiven(sources[name]));
    for (const conflict of resolved.target.exporters.includes('otlp') ? findConflicts(resolved, isShared) : []) {
      // The same general variables apply to all three signals: reported once.
      const key = [...conflict.variables, conflict.text].join();
      if (!known.has(key)) conflicts.push(conflict);
      known.add(key);
    }
    const { endpointSource } = resolved.target;
    return [signal, { ...resolved.target, endpointSource: sourceOf(endpointSource, sources) }] as const;
  });
  return Object.fromEntries(targets) as Record<Signal, OtlpTarget>;
}

/** Envalid takes an empty value for a bad one; the specification has it unset. */
function withoutEmpty(env: NodeJS.ProcessEnv): Record<string, string> {
  const set: Record<string, string> = {};
  for (const name of Object.keys(env)) {
    if (!/^(OTEL|FIRSTLIGHT|LOG)_/i.test(name)) continue;
    const value = env[name]?.trim();
    if (value) set[name] = value;
  }
  // On Windows a name may have been written in any case, and only reading it by its own finds it.
  for (const name of variableNames) {
    const value = env[name]?.trim();
    if (value) set[name] = value;
  }
  return set;
}

function readVariables(
  { set, places, file }: Declared,
  problems: Problem[],
): { values: Record<string, unknown>; sources: Record<string, string> } {
  const sources: Record<string, string> = {};
  for (const name of variableNames) {
    const place = places[name];
    const given = place && file ? placeText(file.path, place) : 'environment';
    sources[name] = Object.hasOwn(set, name) ? given : 'default';
  }
  const values: Record<string, unknown> = {};
  // Envalid freezes what the second function returns, and `values` is still to be reconciled: so it gets a copy to
  // freeze.
  customCleanEnv(set, rows as never, (clean) => ({ ...(Object.assign(values, clean) as object) }) as never, {
    // Without a reporter of our own envalid writes to the console and ends the process.
    reporter({ errors, env: clean }) {
      for (const [name, error] of Object.entries(errors as Record<string, Error>)) {
        const row = rows[name as VariableName];
        const text = set[name] ?? '';
        const fallback = error instanceof ValidationError ? error.fallback : undefined;
        const value = fallback ?? row.default;
        (clean as Record<string, unknown>)[name] = value;
        if (fallback === undefined) sources[name] = 'default';
        problems.push({
          variable: name,
          expected: error instanceof ValidationError ? error.expected : 'a usable value',
          received: redact(text, row.secret),
          used: shownValue(row, value),
        });
      }
    },
  });
  return { values, sources };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
