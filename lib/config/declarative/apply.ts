import { redact } from '../../redaction';
import type { readConfigFile as ReadConfigFile } from '../file';
import { shownValue } from '../shown-value';
import { suggest } from '../suggest';
import { rows, type VariableName, type Variables } from '../table';
import type { Conflict, Problem, Suggestion } from '../types';
import { unsupported } from '../unsupported';
import { isSetBesideFile, placeText } from './source';
import type { BadValue, ConfigFile, Place } from './types';

/** What the variables are to be read from, and what there is besides. */
export interface Declared {
  /** Values of variables, as an environment would have them. */
  readonly set: Record<string, string>;
  /** Where those stand that are from a file. */
  readonly places: Readonly<Record<string, Place>>;
  /** Undefined if none is named, or it cannot be used. */
  readonly file?: ConfigFile;
  readonly bad: readonly BadValue[];
  readonly failure?: Problem;
  readonly suggestions: readonly Suggestion[];
}

const FILE_VARIABLES = ['OTEL_CONFIG_FILE', 'OTEL_EXPERIMENTAL_CONFIG_FILE'] as const;

/**
 * Reads the file that OTEL_CONFIG_FILE names, if there is one. With it, variables count only if the file refers to
 * them, as the specification has it, but for firstlight's own, which win over the file. A file that cannot be used is
 * as good as none: the variables apply.
 *
 * @param set The variables that are set.
 * @param environment What the file may refer to.
 */
export function applyFile(set: Record<string, string>, environment: NodeJS.ProcessEnv): Declared {
  const variable = FILE_VARIABLES.find((name) => set[name] !== undefined);
  if (variable === undefined) return { set, places: {}, bad: [], suggestions: suggest(set) };
  const path = set[variable]!;
  const { readConfigFile } = require('../file') as { readConfigFile: typeof ReadConfigFile };
  const content = readConfigFile({ path, environment, rows });
  if ('failure' in content) {
    const failure: Problem = {
      variable,
      expected: `a configuration file, but ${content.failure}`,
      received: redact(path),
      used: 'the other variables',
    };
    return { set, places: {}, bad: [], failure, suggestions: suggest(set) };
  }
  const overrides = set.FIRSTLIGHT_OVERRIDES?.split(',') ?? [];
  const beside = Object.fromEntries(
    Object.entries(set).filter(
      ([name]) =>
        isSetBesideFile(name) || overrides.includes(name) || (FILE_VARIABLES as readonly string[]).includes(name),
    ),
  );
  const texts = overrides.includes('OTEL_EXPORTER_OTLP_ENDPOINT') ? withoutTargets(content.texts) : content.texts;
  const isReferred = (name: string): boolean => content.referenced.includes(name);
  return {
    set: { ...texts, ...beside },
    places: Object.fromEntries(
      Object.entries(content.places).filter(([name]) => Object.hasOwn(texts, name) && !Object.hasOwn(beside, name)),
    ),
    file: { path, unsupported: content.unsupported, ...content.only },
    bad: content.bad,
    suggestions: [
      ...suggest(beside),
      ...Object.keys(set)
        .filter((name) => !Object.hasOwn(beside, name) && !isReferred(name) && isKnown(name))
        .map((name) => ({
          variable: name,
          reason: `${variable} is set: write \${${name}} where the file is to use it`,
        })),
    ],
  };
}

const TARGET =
  /^OTEL_EXPORTER_OTLP_[A-Z]+_(?:ENDPOINT|PROTOCOL|HEADERS|CERTIFICATE|CLIENT_CERTIFICATE|CLIENT_KEY|INSECURE)$/;

/** What says where telemetry goes is not the file's. */
const withoutTargets = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([name]) => !TARGET.test(name)));

const isKnown = (name: string): boolean => Object.hasOwn(rows, name) || Object.hasOwn(unsupported, name);

/** The problems of a file, and all problems under the names of their places in it. */
export function locateProblems(
  { file, places, bad, failure }: Declared,
  problems: readonly Problem[],
  values: Variables,
): Problem[] {
  const named = (key: string, place: Place): string => `${placeText(file?.path ?? '', place)} ${key}`.trim();
  return [
    ...(failure ? [failure] : []),
    ...bad.map(({ expected, received, variable, ...place }) => ({
      variable: named(place.key, place),
      expected,
      received,
      used: inUse(variable, values),
    })),
    ...problems.map((problem) => {
      const place = places[problem.variable];
      if (place === undefined) return problem;
      return { ...problem, variable: named(place.key, place), used: inUse(problem.variable, values) };
    }),
  ];
}

/** What applies instead of a value in a file. What has no value follows no other variable, either. */
function inUse(variable: string | undefined, values: Variables): string {
  const value = values[variable as VariableName];
  return value === undefined ? 'the default' : shownValue(rows[variable as VariableName], value);
}

/** Conflicts under the names of their places in the file. */
export const locateConflicts = ({ file, places }: Declared, conflicts: readonly Conflict[]): Conflict[] =>
  conflicts.map((conflict) => ({
    ...conflict,
    variables: conflict.variables.map((name) => {
      const place = places[name];
      return place === undefined || !file ? name : `${placeText(file.path, place)} ${place.key}`;
    }),
  }));
