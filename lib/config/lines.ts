import type { Code } from '../errors';
import { codes } from '../errors';
import { placeText } from './declarative/source';
import type { Unsupported } from './declarative/types';
import type { Config, Conflict, Problem, Suggestion } from './types';

interface Line {
  readonly code: Code;
  readonly message: string;
}

/**
 * The one line about all bad values, as fields for the logger: each variable, what was expected, what arrived and what
 * is used instead. Undefined when there are none.
 */
export function problemLine({ problems }: Config): (Line & { problems: readonly Problem[] }) | undefined {
  if (problems.length === 0) return undefined;
  const details = problems.map(
    ({ variable, expected, received, used }) =>
      `${variable} expects ${expected}, got ${JSON.stringify(received)}, uses ${JSON.stringify(used)}`,
  );
  return { ...line('FL_CONFIG_INVALID', details), problems };
}

/** The one line about all settings that do not go together; undefined when there are none. */
export function conflictLine({ conflicts }: Config): (Line & { conflicts: readonly Conflict[] }) | undefined {
  if (conflicts.length === 0) return undefined;
  return {
    ...line(
      'FL_CONFIG_CONFLICT',
      conflicts.map(({ variables, text, used }) => `${variables.join(', ')}: ${text} (now: ${used})`),
    ),
    conflicts,
  };
}

/** The one line about all variables without effect, which are never an error; undefined when there are none. */
export function suggestionLine({ suggestions }: Config): (Line & { suggestions: readonly Suggestion[] }) | undefined {
  if (suggestions.length === 0) return undefined;
  const hints = suggestions.map((suggestion) => {
    const hint = hintOf(suggestion);
    return hint ? `${suggestion.variable} (${hint})` : suggestion.variable;
  });
  return { ...line('FL_CONFIG_UNKNOWN', hints), suggestions };
}

/** A line for each part of a configuration file that has no effect. */
export const unsupportedLines = ({ file }: Config): (Line & { file: string; line: number; column: number })[] =>
  (file?.unsupported ?? []).map((unsupported) => ({
    ...line('FL_CONFIG_UNSUPPORTED', [unsupportedText(file!.path, unsupported)]),
    file: file!.path,
    line: unsupported.line,
    column: unsupported.column,
    key: unsupported.key,
  }));

/** `otel.yaml:12:7 tracer_provider.id_generator: why`. */
export const unsupportedText = (path: string, unsupported: Unsupported): string =>
  `${placeText(path, unsupported)} ${unsupported.key}: ${unsupported.reason}`;

/** What to do about a variable without effect, or why it has none; undefined if that is not known. */
export const hintOf = ({ didYouMean, reason }: Suggestion): string | undefined =>
  didYouMean ? `did you mean ${didYouMean}?` : reason;

const line = (code: Code, details: readonly string[]): Line => ({
  code,
  message: `${codes[code].text}: ${details.join('; ')}`,
});
