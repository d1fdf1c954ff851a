import { redact } from '../../redaction';
import { reconcile } from '../reconcile';
import { resolveSampler } from '../sampling/resolve-sampler';
import type { SamplerDescription } from '../sampling/description';
import { rows, variableNames, type VariableName, type Variables } from '../table';
import type { Config, Conflict, OtlpTarget, Signal } from '../types';
import { ValidationError } from '../validation-error';

/** What an OpAMP server wants while the process runs. */
export interface RemoteSettings {
  /** Texts of variables, as an environment would have them. */
  readonly variables: Readonly<Record<string, string>>;
  /** A sampler that no variable can say. */
  readonly sampler?: SamplerDescription;
}

/** A configuration to change to, or what is wrong with what a server wants, a sentence for each. */
export type RemoteConfiguration = { readonly config: Config } | { readonly faults: readonly string[] };

/** The variables that may be changed while the process runs. */
export const remoteVariables: readonly VariableName[] = variableNames.filter((name) => rows[name].remote);

const SAMPLING: readonly VariableName[] = [
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  'FIRSTLIGHT_TRACES_PER_SECOND',
];
const EXPORTERS = {
  traces: 'OTEL_TRACES_EXPORTER',
  metrics: 'OTEL_METRICS_EXPORTER',
  logs: 'OTEL_LOGS_EXPORTER',
} as const;
const MOST_SHOWN = 60;

/**
 * The configuration of the start with what a server wants in place of it: all of it, or nothing if a part cannot be.
 * @param start What holds without a server.
 */
export function applyRemote(start: Config, settings: RemoteSettings): RemoteConfiguration {
  const faults: string[] = [];
  const given: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(settings.variables)) {
    const fault = take(given, name, text.trim());
    if (fault !== undefined) faults.push(`${name} ${fault}`);
  }
  const values = { ...start, ...given };
  faults.push(...conflictsOf(start, values, given), ...exporterFaults(start, given));
  const isSampled = SAMPLING.some((name) => name in given);
  if (settings.sampler && isSampled)
    faults.push('tracer_provider.sampler and variables of the sampler: only one of them can apply');
  if (faults.length > 0) return { faults };
  const sources = Object.fromEntries(Object.keys(given).map((name) => [name, 'OpAMP']));
  const config: Config = {
    ...values,
    telemetryEnabled: values.OTEL_ENABLED && !values.OTEL_SDK_DISABLED,
    otlp: withExporters(start, given),
    sampler: settings.sampler ?? (isSampled ? resolveSampler(values) : start.sampler),
    sources: { ...start.sources, ...sources },
  };
  return { config };
}

/** Parses one variable. Returns what is wrong with it. */
function take(given: Record<string, unknown>, name: string, text: string): string | undefined {
  if (!Object.hasOwn(rows, name) || rows[name as VariableName].hidden) return 'is no variable';
  const row = rows[name as VariableName];
  if (!row.remote) return 'cannot be changed while the process runs';
  // An empty value is unset, as everywhere.
  if (text === '') return undefined;
  try {
    given[name] = row.parse(text);
    return undefined;
  } catch (error) {
    const expected = error instanceof ValidationError ? error.expected : 'a usable value';
    return `expects ${expected}, got ${JSON.stringify(redact(text, row.secret).slice(0, MOST_SHOWN))}`;
  }
}

function conflictsOf(start: Config, values: Variables, given: Readonly<Record<string, unknown>>): string[] {
  const conflicts: Conflict[] = [];
  const sources = Object.fromEntries(
    variableNames.map((name) => [name, Object.hasOwn(given, name) ? 'environment' : 'default']),
  );
  const isOfFile = start.file?.sampler !== undefined && !('OTEL_TRACES_SAMPLER' in given);
  reconcile({ ...values }, sources, conflicts, isOfFile);
  return conflicts
    .filter(({ variables }) => variables.some((name) => Object.hasOwn(given, name)))
    .map(({ variables, text }) => `${variables.join(', ')}: ${text}`);
}

/** What is exported can be turned off and on again; what was not at the start has no way out. */
function exporterFaults(start: Config, given: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(EXPORTERS).flatMap(([signal, name]) => {
    const wanted = given[name] as readonly string[] | undefined;
    if (wanted === undefined) return [];
    const { exporters } = start.otlp[signal as Signal];
    const missing = wanted.filter((each) => !(exporters as readonly string[]).includes(each));
    if (missing.length > 0)
      return [`${name} can be ${exporters.join(', ') || 'none'} or less: ${missing.join(', ')} was off at the start`];
    if (exporters.includes('prometheus') && !wanted.includes('prometheus'))
      return [`${name} cannot leave out prometheus: its port stays open`];
    return [];
  });
}

function withExporters(start: Config, given: Readonly<Record<string, unknown>>): Config['otlp'] {
  const targets = Object.entries(EXPORTERS).map(([signal, name]) => {
    const target = start.otlp[signal as Signal];
    return [signal, name in given ? { ...target, exporters: given[name] as OtlpTarget['exporters'] } : target];
  });
  return Object.fromEntries(targets) as Config['otlp'];
}
