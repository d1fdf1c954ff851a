// firstlight config: what the preload would see.
import path from 'node:path';
import {
  describe,
  describeAsFile,
  hintOf,
  loadConfig,
  readEnvironment,
  unsupportedText,
  type Config,
  type Description,
} from '../../lib/config';
import { parseOptions, type OptionTable } from '../command-line/options';
import { writeText } from '../terminal/output';
import { packageRoot } from '../package-root';
import type { Ending } from '../process-end';
import { UsageError } from '../command-line/usage-error';

export const options = {
  json: { kind: 'flag', help: 'print one JSON document' },
  yaml: { kind: 'flag', help: 'print a file for OTEL_CONFIG_FILE that says the same' },
  set: { kind: 'flag', help: 'print only what differs from the defaults' },
} as const satisfies OptionTable;

/** sysexits.h EX_CONFIG, as the preload exits with under FIRSTLIGHT_STRICT. */
const BAD_CONFIG_EXIT_CODE = 78;

/** Runs `firstlight config`. */
export async function run(args: string[]): Promise<Ending> {
  const { values, rest } = parseOptions(args, options);
  if (rest.length > 1)
    throw new UsageError(`config: expected at most the app's main file, received "${rest[1]}" as well`);
  const mainFile = rest[0] === undefined ? undefined : path.resolve(rest[0]);
  if (values.yaml && (values.json || values.set))
    throw new UsageError('config: expected --yaml alone, received another form as well');
  const config = loadConfig(readEnvironment(), { mainFile, cwd: process.cwd(), ownRoot: packageRoot() });
  const rows = describe(config).filter(({ source }) => !values.set || source !== 'default');
  const { problems, conflicts, suggestions, file } = config;
  if (values.yaml) {
    writeText(1, describeAsFile(config));
    writeText(2, findings(config));
  } else
    writeText(
      1,
      values.json
        ? `${JSON.stringify({ variables: rows, problems, conflicts, suggestions, file }, null, 2)}\n`
        : table(rows) + findings(config),
    );
  return { code: config.FIRSTLIGHT_STRICT && problems.length > 0 ? BAD_CONFIG_EXIT_CODE : 0 };
}

function table(rows: readonly Description[]): string {
  const width = (pick: (row: Description) => string, most: number): number =>
    Math.min(
      most,
      rows.reduce((widest, row) => Math.max(widest, pick(row).length), 0),
    );
  const [variables, values] = [width((row) => row.variable, 80), width(shownValue, 48)];
  if (rows.length === 0) return 'Nothing is set: every variable has its default.\n';
  const groups = [...new Set(rows.map(({ group }) => group))];
  return groups
    .map((group) => {
      const lines = rows
        .filter((row) => row.group === group)
        .map((row) => `  ${row.variable.padEnd(variables)}  ${shownValue(row).padEnd(values)}  ${row.source}\n`);
      return `${group}\n${lines.join('')}`;
    })
    .join('\n');
}

const shownValue = ({ value }: Description): string => (value === '' ? '-' : value);

function findings({ problems, conflicts, suggestions, file }: Config): string {
  const lines = [
    ...problems.map(
      ({ variable, expected, received, used }) =>
        `${variable}: expected ${expected}, received ${received}; used instead: ${used}`,
    ),
    ...conflicts.map(({ variables, text, used }) => `${variables.join(', ')}: ${text}; ${used}`),
    ...suggestions.map(
      (suggestion) =>
        `${suggestion.variable}: ${[!suggestion.reason && 'unknown', hintOf(suggestion)].filter(Boolean).join(', ')}`,
    ),
    ...(file?.unsupported ?? []).map((each) => unsupportedText(file!.path, each)),
  ];
  return lines.length === 0 ? '' : `\nTo look at\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
